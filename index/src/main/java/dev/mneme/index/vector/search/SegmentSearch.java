package dev.mneme.index.vector.search;

import dev.mneme.core.vector.BitQuery;
import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.score.VectorSource;
import dev.mneme.index.vector.segment.MappedSegment;
import dev.mneme.index.vector.segment.SegmentGraph;
import dev.mneme.index.vector.segment.SegmentHeader;
import dev.mneme.index.vector.segment.SegmentQuery;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Searches one segment: candidates by estimates, from the graph or by going through the codes of
 * all that is eligible, whichever costs less; then all planes of the codes of the candidates; then
 * exact distances of the best of those. Holds the scratch of one search after the other; not
 * thread-safe.
 *
 * <p>A beam holds about the ef nearest nodes, eligible or not. Where not all are, its ef is raised,
 * so that as many eligible ones as a search without a filter would have had are in it if
 * eligibility has nothing to do with nearness; where it has, the next beam has twice the ef.
 */
final class SegmentSearch {
  /**
   * One more of ef costs about as much as this many codes that are gone through (DECISIONS.md, 26).
   */
  private static final int SCANNED_PER_EF = 45;

  /** From here on a beam's sorted array costs as much to keep as what it is for. */
  private static final int LARGE_EF = 4_096;

  /** What the error is guessed by; so few more than twice the results are scanned. */
  private static final int ERROR_SAMPLE = 10;

  private static final int BATCH = 64;
  private static final int LINE = 64;

  /** Lengths of members are 1 at most; beyond this, sums of floats may become infinite. */
  private static final double MAX_NORM = 1e15;

  private final MappedSegment segment;
  private final Scorer scorer;
  private final VectorSource source;
  private final CodeKernels kernels;
  private final Beam beam;
  private final Refinement refinement;
  private final SegmentQuery query;
  private final float[] point;
  private final float[] scratch;
  private final Reranking reranking = new Reranking();
  private MemorySegment[] vectors = {};
  private int[] ordinals = {};
  private int results;
  private long touched;
  private final int[] batch = new int[BATCH];
  private final float[] estimates = new float[BATCH];

  SegmentSearch(MappedSegment segment, Scorer scorer, VectorSource source, CodeKernels kernels) {
    this.segment = segment;
    this.scorer = scorer;
    this.source = source;
    this.kernels = kernels;
    this.beam = new Beam(kernels).reserve(segment.nodes());
    this.refinement = new Refinement(kernels);
    var header = segment.header();
    this.query = segment.query();
    this.point = new float[header.space().dimensions()];
    this.scratch = new float[header.space().dimension()];
  }

  /** See {@link SealedSegment#search}. */
  boolean run(
      float[] prepared,
      OrdinalBitmap eligible,
      BestOrdinals best,
      Deadline deadline,
      SearchEffort effort) {
    int candidates = eligible.cardinality();
    int k = best.capacity();
    if (candidates <= 2 * k + ERROR_SAMPLE) {
      return false;
    }
    segment.header().space().placeQuery(prepared, point);
    double unit = segment.header().space().scoreUnit(prepared);
    if (!(Scorer.norm(point) < MAX_NORM
        && unit < MAX_NORM * MAX_NORM)) { // not a number is refused, too
      return false;
    }
    query.set(point);
    results = Math.min(k, effort.results());
    long members = segment.members();
    var limits =
        BeamLimits.of(
            ef(segment.header(), effort),
            results,
            k,
            segment.header().efTable().distanceExponent());
    long wanted = limits.usual();
    long ef = raised(wanted, members, candidates);
    while (!isDearerThanCodes(ef, candidates)) {
      var scaled = limits.times(ef / (double) wanted, segment.nodes());
      boolean complete = beam.search(segment.graph(), query, scaled, deadline);
      collect(eligible);
      long expected = beam.size() * wanted / ef;
      boolean sawAll = beam.size() >= segment.nodes();
      boolean enough = !complete || sawAll || refinement.size() >= Math.max(k, expected * 3 / 4);
      if (enough && (isSure(prepared, eligible, best) || sawAll || !complete)) {
        offer(prepared, eligible, best);
        return true;
      }
      ef *= 2;
    }
    goThroughCodes(prepared, eligible, best, deadline);
    return true;
  }

  /** The ef that an effort takes in a segment. */
  static int ef(SegmentHeader header, SearchEffort effort) {
    return effort.ef() > 0 ? effort.ef() : header.efTable().ef(effort.recall(), effort.results());
  }

  /** A quarter more than the share of the eligible asks for, where few are, because it scatters. */
  private static long raised(long wanted, long members, long candidates) {
    long missing = members - candidates;
    long more = missing > 0 ? 1 + wanted * missing / (4 * candidates) : 0;
    return wanted * members / candidates + more;
  }

  private static boolean isDearerThanCodes(long ef, int candidates) {
    return ef * SCANNED_PER_EF * (1 + ef / LARGE_EF) > candidates;
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

  /** Takes more and more of the best by estimate until the rest is out of the question. */
  private void goThroughCodes(
      float[] prepared, OrdinalBitmap eligible, BestOrdinals best, Deadline deadline) {
    int candidates = Math.min(eligible.cardinality(), segment.nodes());
    int k = best.capacity();
    long count = 4L * k + 160;
    bestCodes(eligible, count, deadline);
    while (!isSure(prepared, eligible, best) && count < candidates && !deadline.hasPassed()) {
      count *= 4;
      bestCodes(eligible, count, deadline);
    }
    offer(prepared, eligible, best);
  }

  /** Leaves the best nodes by estimate in the refinement. */
  private void bestCodes(OrdinalBitmap eligible, long count, Deadline deadline) {
    var best = new TopK((int) Math.min(count, Math.min(eligible.cardinality(), segment.nodes())));
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

  /** Ranks the candidates; whether those that are not among them may be forgotten. */
  private boolean isSure(float[] prepared, OrdinalBitmap eligible, BestOrdinals best) {
    refinement.run(segment.graph(), query);
    reranking.clear();
    if (refinement.size() == 0) {
      return false;
    }
    if (vectors.length < refinement.size()) {
      vectors = new MemorySegment[refinement.size()];
      ordinals = new int[refinement.size()];
    }
    reranking.run(
        refinement,
        new Reranking.Question(
            segment.header().space().scoreUnit(prepared),
            refinement.doubt(segment.graph(), query),
            best.capacity(),
            Math.max(ERROR_SAMPLE, results),
            best.worst()),
        (from, to, scores) -> score(prepared, eligible, from, to, scores));
    return reranking.size() < refinement.size();
  }

  /**
   * Scores the members at some ranks of the refinement by their vectors in the log. A vector is 24
   * lines for 384 dimensions, anywhere: each step is done for all before the next, so that what is
   * waited for is waited for together.
   */
  private void score(float[] prepared, OrdinalBitmap eligible, int from, int to, float[] scores) {
    var nodes = segment.segmentNodes();
    for (int rank = from; rank < to; rank++) {
      ordinals[rank] = nodes.anyOf(refinement.node(rank), eligible);
    }
    for (int rank = from; rank < to; rank++) {
      vectors[rank] = source.vector(ordinals[rank]);
    }
    for (int rank = from; rank < to; rank++) {
      touched += touch(vectors[rank]);
    }
    for (int rank = from; rank < to; rank++) {
      scores[rank] = scorer.fast(prepared, vectors[rank], segment.scale(refinement.node(rank)));
    }
  }

  private static long touch(MemorySegment vector) {
    long sum = 0;
    for (long at = 0; at < vector.byteSize(); at += LINE) {
      sum += vector.get(ValueLayout.JAVA_BYTE, at);
    }
    return sum;
  }

  /** See {@link Beam#touched}. */
  long touched() {
    return touched;
  }

  /** Offers the best of the candidates with their exact scores. */
  private void offer(float[] prepared, OrdinalBitmap eligible, BestOrdinals best) {
    double lengths = segment.header().space().scoreUnit(prepared);
    for (int place = 0; place < reranking.size(); place++) {
      if (best.isFull() && scorer.atMost(reranking.score(place), lengths) < best.worst()) {
        break;
      }
      int rank = reranking.rank(place);
      int node = refinement.node(rank);
      float score = scorer.exact(prepared, vectors[rank], segment.scale(node), scratch);
      segment.segmentNodes().forEach(node, eligible, ordinal -> best.offer(score, ordinal));
    }
    Arrays.fill(vectors, 0, reranking.size(), MemorySegment.NULL);
  }
}
