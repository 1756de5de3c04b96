package dev.mneme.index.vector.segment;

import dev.mneme.core.vector.CodeTable;
import java.lang.foreign.MemorySegment;

/**
 * What a traversal walks: rows of links, and the codes of the nodes. Off heap; a graph under
 * construction or a mapped one.
 *
 * @param links little-endian ints, {@code degree} a node; a row that is not full is filled up with
 *     the node itself
 * @param linksStart offset of the first row in bytes
 * @param degree links a row
 * @param first the first records of the codes
 * @param second the second records
 * @param entryPoints nodes that a search starts from, the nearest of them; the first one is the
 *     root
 */
@SuppressWarnings("ArrayRecordComponent")
public record SegmentGraph(
    MemorySegment links,
    long linksStart,
    int degree,
    CodeTable first,
    CodeTable second,
    int[] entryPoints) {

  public long row(int node) {
    return linksStart + (long) node * degree * Integer.BYTES;
  }
}
