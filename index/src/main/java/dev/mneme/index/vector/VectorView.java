package dev.mneme.index.vector;

import dev.mneme.core.log.Storage;
import dev.mneme.core.model.Closed;
import dev.mneme.core.model.Embedding;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.View;
import dev.mneme.index.api.ViewStatistics;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The vector index: a live graph that one background thread grows, and an exact scan for everything
 * else.
 *
 * <p>A member is searchable as soon as {@link #apply} returns: until the background thread has put
 * it into the graph, every search scans it. The graph is not persisted; after open, members are
 * scanned until it is back. Scores are a pure function of the two vectors, summed in double over
 * unit vectors (cosine) or raw ones (dot product, Euclidean): the same whichever way found a
 * member, on every CPU and with any JVM flags.
 *
 * <p>Vectors of members are kept on the heap, 4 bytes a dimension; those recovered from a
 * checkpoint are read from the {@link VectorSource} when they are first needed.
 */
public final class VectorView implements View {
  private final VectorCheckpoint checkpoint;
  private final VectorOptions options;
  private final Scorer scorer;
  private final VectorColumn column;
  private final GraphBuilder builder;
  private final AtomicReference<VectorState> state;
  private final AtomicBoolean building = new AtomicBoolean();
  private final long recoveredSequence;
  private volatile int dimension;
  private volatile boolean closed;

  private VectorView(
      VectorCheckpoint checkpoint, VectorOptions options, VectorSource source, Scorer scorer) {
    var found = checkpoint.read(options.similarity());
    this.checkpoint = checkpoint;
    this.options = options;
    this.scorer = scorer;
    this.recoveredSequence = found.map(VectorCheckpoint.State::sequence).orElse(-1L);
    this.dimension = found.map(VectorCheckpoint.State::dimension).orElse(0);
    var members = found.map(VectorCheckpoint.State::members).orElse(OrdinalBitmap.empty());
    this.column = new VectorColumn(source, scorer);
    this.column.reserve(members);
    this.state = new AtomicReference<>(VectorState.of(members));
    this.builder = new GraphBuilder(options, scorer, column, () -> dimension, state);
  }

  /**
   * Opens what the directory holds, or starts empty where it holds nothing usable. The source is
   * not asked before {@link #startBuilding} or the first call that needs it.
   */
  public static VectorView open(
      Storage storage, Path directory, VectorOptions options, VectorSource source) {
    return open(storage, directory, options, source, VectorKernels.best());
  }

  static VectorView open(
      Storage storage,
      Path directory,
      VectorOptions options,
      VectorSource source,
      VectorKernels kernels) {
    var scorer = new Scorer(options.similarity(), kernels);
    return new VectorView(new VectorCheckpoint(storage, directory), options, source, scorer);
  }

  /**
   * Lets the background thread build the graph from now on: to be called once the source can serve
   * the recovered members. The first search, checkpoint or {@link #awaitGraph} does it as well.
   * Idempotent.
   */
  public void startBuilding() {
    if (!building.get() && building.compareAndSet(false, true)) {
      builder.start();
    }
  }

  /**
   * Ordinals that have a vector which can be ranked (not zero), dead ones that are not reclaimed
   * included.
   */
  public OrdinalBitmap members() {
    return state.get().members();
  }

  /** The dimension of all vectors, or 0 while there never was one. */
  public int dimension() {
    return dimension;
  }

  /**
   * What the planner needs: how many members the graph covers and how many must be scanned beside
   * it.
   */
  public GraphStatistics graph() {
    var now = state.get();
    return new GraphStatistics(
        now.graph().map(LiveGraph::nodes).orElse(0), now.pending().cardinality());
  }

  /**
   * The exact best {@code k} by scanning the allowed members. The query has the store's dimension;
   * a zero one has no results. O(allowed members).
   *
   * @throws Closed if the view is closed
   */
  public RankedOrdinals searchExact(float[] query, VectorScope scope, int k) {
    begin();
    var now = state.get();
    return isSearchable(query, k)
        ? scan(scorer.prepare(query), scope.allowed().and(now.members()), scope, k)
        : RankedOrdinals.empty();
  }

  /**
   * The best {@code k} by graph search with at least {@code ef} candidates, plus an exact scan of
   * the members that the graph does not hold yet. Not-allowed nodes are passed over and the search
   * deepens until {@code k} allowed ones are found; where that costs more than an exact scan, it
   * becomes one. Never fewer than {@code k} while {@code k} allowed members exist, unless the
   * deadline passes.
   *
   * @throws Closed if the view is closed
   */
  public RankedOrdinals searchGraph(float[] query, VectorScope scope, int k, int ef) {
    return searchGraph(query, scope, k, ef, GraphSearch.SCANNED_PER_DEPTH);
  }

  RankedOrdinals searchGraph(float[] query, VectorScope scope, int k, int ef, int scannedPerDepth) {
    begin();
    if (!isSearchable(query, k)) {
      return RankedOrdinals.empty();
    }
    float[] prepared = scorer.prepare(query);
    var now = state.get();
    var eligible = scope.allowed().and(now.covered());
    if (now.graph().isPresent() && !eligible.isEmpty()) {
      var pending = scope.allowed().and(now.pending());
      var best = new TopK((int) Math.min(k, (long) eligible.cardinality() + pending.cardinality()));
      var deadline = new Deadline(scope.deadlineNanos());
      // First the scan: what it finds raises the bar for what the traversal collects.
      new ExactScan(prepared, column, scorer, best, deadline).scan(pending);
      var search = new GraphSearch(now.graph().get(), scannedPerDepth);
      if (search.run(prepared, eligible, best, deadline, Math.max(ef, 1))) {
        return best.rescored(o -> scorer.exact(prepared, column.vector(o))).ranked();
      }
    }
    return scan(prepared, scope.allowed().and(now.members()), scope, k);
  }

  private RankedOrdinals scan(
      float[] prepared, OrdinalBitmap candidates, VectorScope scope, int k) {
    var best = new TopK(Math.min(k, candidates.cardinality()));
    var deadline = new Deadline(scope.deadlineNanos());
    new ExactScan(prepared, column, scorer, best, deadline).scan(candidates);
    return best.ranked();
  }

  /**
   * The score of each of these ordinals, in their order, as {@link #searchExact} would report it;
   * NaN where an ordinal has no vector that can be ranked. For the few hits that another leg found.
   * O(ordinals * dimension).
   *
   * @param ordinals live in the caller's snapshot
   */
  public float[] scores(float[] query, int[] ordinals) {
    begin();
    var scores = new float[ordinals.length];
    Arrays.fill(scores, Float.NaN);
    if (isSearchable(query, 1)) {
      float[] prepared = scorer.prepare(query);
      var members = members();
      for (int i = 0; i < ordinals.length; i++) {
        if (members.contains(ordinals[i])) {
          scores[i] = scorer.exact(prepared, column.vector(ordinals[i]));
        }
      }
    }
    return scores;
  }

  /**
   * Waits until the graph covers all members that were applied before the call. For tests,
   * benchmarks and bulk loads.
   */
  public void awaitGraph() throws InterruptedException {
    begin();
    builder.await(members());
  }

  @Override
  public OrdinalBitmap ordinals() {
    return members();
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public long recoveredSequence() {
    return recoveredSequence;
  }

  @Override
  public void apply(CommitBatch batch) {
    var known = members();
    var fresh = new int[batch.added().size()];
    int count = 0;
    for (var added : batch.added()) {
      var embedding = added.memory().embedding().filter(vector -> !vector.isZero());
      if (embedding.isPresent() && !known.contains(added.ordinal())) {
        column.put(added.ordinal(), vector(added.ordinal(), embedding.get()));
        fresh[count++] = added.ordinal();
      }
    }
    if (count > 0) {
      var ordinals = OrdinalBitmap.of(fresh, count);
      state.updateAndGet(now -> now.added(ordinals));
      if (known.isEmpty()) {
        startBuilding(); // nothing was recovered, so that the source is not needed
      }
      builder.wake();
    }
  }

  private float[] vector(int ordinal, Embedding embedding) {
    if (dimension == 0) {
      dimension = embedding.dimension();
    }
    if (embedding.dimension() != dimension) {
      throw new IllegalArgumentException(
          "ordinal %d has %d dimensions, the store has %d"
              .formatted(ordinal, embedding.dimension(), dimension));
    }
    return scorer.prepare(embedding.array());
  }

  @Override
  public void reclaim(OrdinalBitmap dead) {
    var now = state.updateAndGet(s -> s.reclaimed(dead));
    column.remove(dead, now.members());
    builder.wake();
  }

  @Override
  public void checkpoint(long sequence) {
    checkpoint.write(
        new VectorCheckpoint.State(sequence, dimension, options.similarity(), members()));
    startBuilding();
  }

  @Override
  public ViewStatistics statistics() {
    var now = state.get();
    long vectors = now.members().cardinality() * (20L + 4L * dimension);
    long bitmaps =
        now.members().heapBytes() + now.covered().heapBytes() + now.pending().heapBytes();
    long graph = now.graph().map(LiveGraph::heapBytes).orElse(0L);
    return new ViewStatistics(
        name(), now.members().cardinality(), vectors + bitmaps + graph, checkpoint.size());
  }

  /** Stops the background thread, in the middle of a rebuild if need be, and waits for it. */
  @Override
  public void close() {
    closed = true;
    builder.close();
  }

  private void begin() {
    if (closed) {
      throw new Closed("the vector view");
    }
    startBuilding();
  }

  private static boolean isSearchable(float[] query, int k) {
    if (k <= 0) {
      return false;
    }
    for (float value : query) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }
}
