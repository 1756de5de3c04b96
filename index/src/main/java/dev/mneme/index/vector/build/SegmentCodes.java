package dev.mneme.index.vector.build;

import dev.mneme.core.vector.CodeTable;
import dev.mneme.index.vector.segment.CodeLayout;
import dev.mneme.index.vector.segment.Encoder;
import dev.mneme.index.vector.segment.Rotation;
import dev.mneme.index.vector.segment.SegmentGraph;
import dev.mneme.index.vector.segment.SegmentQuery;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The codes of all nodes of a segment under construction, off heap.
 *
 * @param first first records, then {@value CodeLayout#SLACK} bytes
 * @param second second records, then as much
 */
record SegmentCodes(
    CodeLayout layout,
    Rotation rotation,
    float[] centroid,
    MemorySegment first,
    MemorySegment second) {
  /** Codes of these nodes; the records of others are left empty. */
  static SegmentCodes of(BuildVectors vectors, int[] encoded, Arena arena, WorkerPool pool) {
    int dimensions = vectors.space().dimensions();
    var layout = CodeLayout.of(dimensions);
    var rotation = new Rotation(layout.dimensions());
    long nodes = vectors.nodes();
    var codes =
        new SegmentCodes(
            layout,
            rotation,
            vectors.centroid(),
            arena.allocate(nodes * layout.firstStride() + CodeLayout.SLACK, 64),
            arena.allocate(nodes * layout.secondStride() + CodeLayout.SLACK, 64));
    var encoders = new Encoder[pool.workers()];
    var points = new float[pool.workers()][dimensions];
    for (int worker = 0; worker < encoders.length; worker++) {
      encoders[worker] = codes.encoder();
    }
    pool.forEach(
        encoded.length,
        (worker, i) -> {
          int node = encoded[i];
          vectors.point(node, points[worker]);
          encoders[worker].encode(
              points[worker], vectors.scale(node), codes.first, codes.second, node);
        });
    return codes;
  }

  Encoder encoder() {
    return new Encoder(layout, rotation, centroid);
  }

  SegmentQuery query() {
    return new SegmentQuery(layout, encoder());
  }

  CodeTable firstTable() {
    return new CodeTable(first, 0, layout.firstRecord());
  }

  CodeTable secondTable() {
    return new CodeTable(second, 0, layout.secondRecord());
  }

  SegmentGraph graph(MutableLinks links, int[] entryPoints) {
    return new SegmentGraph(
        links.rows(), 0, links.capacity(), firstTable(), secondTable(), entryPoints);
  }
}
