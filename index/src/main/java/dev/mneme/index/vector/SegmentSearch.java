package dev.mneme.index.vector;

import dev.mneme.core.vector.BitQuery;
import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.api.OrdinalBitmap;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Searches one segment: candidates by estimates, from the graph or by going through the codes of
 * all that is eligible, whichever costs less; then all planes of the codes of the candidates; then
 * exact distances of the best of those. Holds the scratch of one search after the other; not
 * thread-safe.
 *
 * <p>A beam of width w holds about the w nearest nodes, eligible or not. Where not all are, it is
 * made wider, so that as many eligible ones as a search without a filter would have had are in it
 * if eligibility has nothing to do with nearness; where it has, the next beam is twice as wide.
 */
final class SegmentSearch {
  /**
   * A step of width costs as much as this many codes that are gone through: about 0.75 us against
   * 16 ns at 100,000 nodes of 384 dimensions.
   */
  private static final int SCANNED_PER_WIDTH = 45;

  /** From here on a beam's sorted array costs as much to keep as what it is for. */
  private static final int WIDE = 4_096;

  private static final int BATCH = 64;

  /** Lengths of members are 1 at most; beyond this, sums of floats may become infinite. */
  private static final double FAR = 1e15;

  private final MappedSegment segment;
  private final CodeKernels kernels;
  private final Beam beam;
  private final Refinement refinement;
  private final SegmentQuery query;
  private final float[] point;
  private final float[] scratch;
  private MemorySegment[] vectors = {};
  private long[] order = {};
  private final int[] batch = new int[BATCH];
  private final float[] estimates = new float[BATCH];

  SegmentSearch(MappedSegment segment, CodeKernels kernels) {
    this.segment = segment;
    this.kernels = kernels;
    this.beam = new Beam(kernels).reserve(segment.nodes());
    this.refinement = new Refinement(kernels);
    var header = segment.header();
    this.query = segment.query();
    this.point = new float[header.space().dimensions()];
    this.scratch = new float[header.space().dimension()];
  }

  /** See {@link SealedSegment#search}. */
  boolean run(float[] prepared, OrdinalBitmap eligible, TopK best, Deadline deadline, int width) {
    int candidates = eligible.cardinality();
    int k = best.capacity();
    long wanted = Math.max(width, k);
    if (candidates <= Depths.reranked(k, wanted)) {
      return false;
    }
    segment.header().space().placeQuery(prepared, point);
    if (!(Space.norm(point) < FAR)) { // not a number is far, too
      return false;
    }
    query.set(point);
    long members = segment.members();
    long wide = candidates == members ? wanted : wanted * 5 * members / (4L * candidates) + 1;
    while (!isDearerThanCodes(wide, candidates)) {
      boolean complete =
          beam.search(segment.graph(), query, (int) Math.min(wide, segment.nodes()), deadline);
      collect(eligible);
      if (!complete || refinement.size() >= Math.max(k, wanted * 3 / 4)) {
        rank(prepared, eligible, best, wanted);
        return true;
      }
      wide *= 2;
    }
    goThroughCodes(eligible, (int) Math.min(candidates, Math.max(4L * k + 160, wanted)), deadline);
    rank(prepared, eligible, best, wanted);
    return true;
  }

  private static boolean isDearerThanCodes(long width, int candidates) {
    return width * SCANNED_PER_WIDTH * (1 + width / WIDE) > candidates;
  }

  private void collect(OrdinalBitmap eligible) {
    refinement.clear();
    var nodes = segment.segmentNodes();
    for (int place = 0; place < beam.size(); place++) {
      int node = beam.node(place);
      if (nodes.anyOf(node, eligible) >= 0) {
        refinement.add(node);
      }
    }
  }

  /** Leaves the best nodes by estimate in the refinement. */
  private void goThroughCodes(OrdinalBitmap eligible, int count, Deadline deadline) {
    var best = new TopK(count);
    var pass = new Pass(segment.graph(), query.first(), best, deadline);
    segment.segmentNodes().forEachNode(eligible, pass);
    pass.flush();
    refinement.clear();
    for (int node : best.ranked().ordinals()) {
      refinement.add(node);
    }
  }

  /** Estimates nodes a batch at a time. */
  private final class Pass implements IntConsumer {
    private final SegmentGraph graph;
    private final BitQuery query;
    private final TopK best;
    private final Deadline deadline;
    private int size;
    private float worst = Float.NEGATIVE_INFINITY;

    Pass(SegmentGraph graph, BitQuery query, TopK best, Deadline deadline) {
      this.graph = graph;
      this.query = query;
      this.best = best;
      this.deadline = deadline;
    }

    @Override
    public void accept(int node) {
      if (deadline.tick()) {
        return;
      }
      batch[size++] = node;
      if (size == BATCH) {
        flush();
      }
    }

    void flush() {
      kernels.estimate(query, graph.first(), batch, size, estimates);
      for (int i = 0; i < size; i++) {
        if (estimates[i] >= worst) {
          best.offer(estimates[i], batch[i]);
          worst = best.isFull() ? best.worst() : worst;
        }
      }
      size = 0;
    }
  }

  /** Offers the best of the candidates with their exact scores. */
  private void rank(float[] prepared, OrdinalBitmap eligible, TopK best, long width) {
    refinement.run(segment.graph(), query);
    var scorer = segment.scorer();
    var nodes = segment.segmentNodes();
    int count = Math.min(refinement.size(), Depths.reranked(best.capacity(), width));
    if (order.length < count) {
      order = new long[count];
      vectors = new MemorySegment[count];
    }
    for (int i = 0; i < count; i++) {
      int node = refinement.node(i);
      vectors[i] = segment.vector(nodes.anyOf(node, eligible));
      float score = scorer.fast(prepared, vectors[i], segment.scale(node));
      int bits = Float.floatToRawIntBits(-score);
      order[i] = ((long) (bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32) | i;
    }
    Arrays.sort(order, 0, count);
    for (int rank = 0; rank < count; rank++) {
      int i = (int) order[rank];
      int node = refinement.node(i);
      double scale = segment.scale(node);
      int bits = (int) (order[rank] >> 32);
      float fast = -Float.intBitsToFloat(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
      if (best.isFull() && fast < scorer.reach(best.worst())) {
        break;
      }
      float score = scorer.exact(prepared, vectors[i], scale, scratch);
      nodes.forEach(node, eligible, ordinal -> best.offer(score, ordinal));
    }
    Arrays.fill(vectors, 0, count, MemorySegment.NULL);
  }
}
