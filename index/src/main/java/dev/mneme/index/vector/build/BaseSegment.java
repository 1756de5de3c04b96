package dev.mneme.index.vector.build;

import dev.mneme.core.vector.CodeTable;
import dev.mneme.index.vector.segment.LittleEndian;
import dev.mneme.index.vector.segment.MappedSegment;
import dev.mneme.index.vector.segment.Space;
import dev.mneme.memory.Similarity;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sealed segment that a larger one is built on: its codes and links are taken over, and only what
 * it lacks is inserted. To insert a node takes fifty times as long as to copy one.
 *
 * @param nodeOf which node of the new segment each of the old one's becomes, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record BaseSegment(MappedSegment segment, int[] nodeOf) {
  /**
   * How far the mean of all may be from the one that the codes were made around, as a part of how
   * far points are from it: codes lose precision by about that part.
   */
  private static final double MOST_DRIFT = 0.02;

  private static final int SAMPLE = 1_024;

  /**
   * Whether and how a segment of these members can be built on this one: they include all its
   * nodes, its points would be the same, and its codes are as good as new ones.
   */
  static Optional<BaseSegment> of(MappedSegment base, BuildVectors vectors) {
    if (!isSameSpace(base.header().space(), vectors.space()) || isAdrift(base, vectors)) {
      return Optional.empty();
    }
    int[] ordinals = vectors.ordinals();
    var nodeOf = new int[base.nodes()];
    int at = 0;
    for (int node = 0; node < nodeOf.length; node++) {
      int first = base.segmentNodes().first(node);
      while (at < ordinals.length && ordinals[at] < first) {
        at++;
      }
      if (at == ordinals.length || ordinals[at] != first) {
        return Optional.empty(); // gone, or now a duplicate of an older member
      }
      nodeOf[node] = at;
    }
    return Optional.of(new BaseSegment(base, nodeOf));
  }

  /** Unit vectors are the same whatever the longest member was. */
  private static boolean isSameSpace(Space old, Space now) {
    return old.lifted() == now.lifted()
        && (now.similarity() == Similarity.COSINE || old.longest() == now.longest());
  }

  private static boolean isAdrift(MappedSegment base, BuildVectors vectors) {
    double drift = 0;
    float[] old = base.centroid();
    for (int i = 0; i < old.length; i++) {
      double step = old[i] - vectors.centroid()[i];
      drift += step * step;
    }
    int nodes = base.nodes();
    int sample = Math.min(SAMPLE, nodes);
    var table = base.graph().first();
    double squares = 0;
    for (int i = 0; i < sample; i++) {
      squares += -2 * table.addend((int) ((long) i * nodes / sample));
    }
    return drift > MOST_DRIFT * squares / sample;
  }

  /** The new numbers of the nodes that it searches start from; the root first. */
  int[] entryPoints() {
    return Arrays.stream(segment.graph().entryPoints()).map(node -> nodeOf[node]).toArray();
  }

  /** Nodes of the new segment that it lacks, ascending. */
  int[] missing(int nodes) {
    var missing = new int[nodes - nodeOf.length];
    int count = 0;
    int known = 0;
    for (int node = 0; node < nodes; node++) {
      if (known < nodeOf.length && nodeOf[known] == node) {
        known++;
      } else {
        missing[count++] = node;
      }
    }
    return missing;
  }

  /** Copies the codes of what it has. */
  void copyCodes(SegmentCodes codes, WorkerPool pool) {
    var first = segment.graph().first();
    var second = segment.graph().second();
    pool.forEach(
        nodeOf.length,
        (_, node) -> {
          copy(first, node, codes.first());
          copy(second, node, codes.second());
        });
  }

  private void copy(CodeTable from, int node, MemorySegment to) {
    int stride = from.layout().stride();
    MemorySegment.copy(from.bytes(), from.record(node), to, (long) nodeOf[node] * stride, stride);
  }

  /** Copies the links of what it has. */
  void copyLinks(MutableLinks links, WorkerPool pool) {
    var graph = segment.graph();
    pool.forEach(
        nodeOf.length,
        (_, node) -> {
          for (int place = 0; place < graph.degree(); place++) {
            int neighbour = graph.links().get(LittleEndian.INT, graph.row(node) + 4L * place);
            if (neighbour == node) {
              break; // filled up from here on
            }
            links.add(nodeOf[node], nodeOf[neighbour]);
          }
        });
  }
}
