package dev.mneme.index.vector;

import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.error.ClosedException;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.View;
import dev.mneme.index.vector.build.MappedSegments;
import dev.mneme.index.vector.build.SegmentStore;
import dev.mneme.index.vector.live.LiveGraph;
import dev.mneme.index.vector.live.LiveGraphs;
import dev.mneme.index.vector.live.LiveSearch;
import dev.mneme.index.vector.maintain.SealedTier;
import dev.mneme.index.vector.maintain.SegmentFiles;
import dev.mneme.index.vector.maintain.VectorCheckpoint;
import dev.mneme.index.vector.maintain.VectorMaintenance;
import dev.mneme.index.vector.maintain.VectorState;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.score.VectorColumn;
import dev.mneme.index.vector.score.VectorSource;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.index.vector.search.Traversal;
import dev.mneme.index.vector.search.VectorSegment;
import dev.mneme.memory.Embedding;
import dev.mneme.report.ViewStatistics;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The vector index: sealed segments on disk, a live graph for what is new, and an exact scan for
 * what neither holds yet; two background threads move members from the last to the first.
 *
 * <p>A member is searchable as soon as {@link #apply} returns: until it is in the graph or in a
 * segment, every search scans it. Segments survive a restart; members that are in none are taken in
 * anew. Scores are a pure function of the two vectors, summed in double over unit vectors (cosine)
 * or raw ones (dot product, Euclidean): the same whichever way found a member, on every CPU and
 * with any JVM flags.
 *
 * <p>Vectors are on the heap, 4 bytes a dimension, only from the commit until they are sealed. All
 * others are read from the {@link VectorSource} each time.
 */
public final class VectorView implements View {
  private final SegmentFiles files;
  private final VectorOptions options;
  private final Scorer scorer;
  private final VectorColumn column;
  private final VectorMaintenance maintenance;
  private final AtomicReference<VectorState> state;
  private final AtomicBoolean building = new AtomicBoolean();
  private final SegmentStore.Factory segments;
  private final ZeroVectors zeros;
  private final LogPoint recovered;
  private volatile int dimension;
  private volatile Optional<SegmentStore> segmentStore = Optional.empty();
  private volatile boolean closed;

  private VectorView(
      SegmentFiles files,
      VectorOptions options,
      VectorSource source,
      Scorer scorer,
      SegmentStore.Factory segments) {
    this.files = files;
    this.options = options;
    this.scorer = scorer;
    this.segments = segments;
    var found = files.recover(options.similarity());
    this.recovered = found.map(VectorCheckpoint.State::point).orElse(LogPoint.NONE);
    this.dimension = found.map(VectorCheckpoint.State::dimension).orElse(0);
    var members = found.map(VectorCheckpoint.State::members).orElse(OrdinalBitmap.empty());
    this.zeros =
        new ZeroVectors(found.map(VectorCheckpoint.State::zeros).orElse(OrdinalBitmap.empty()));
    this.column = new VectorColumn(source, scorer);
    var tiers = files.open(dimension > 0 ? Optional.of(segmentStore()) : Optional.empty());
    this.state = new AtomicReference<>(VectorState.of(members, tiers));
    var graphs =
        new LiveGraphs(
            scorer, () -> dimension, options.m(), options.efConstruction(), options.liveCapacity());
    this.maintenance =
        new VectorMaintenance(
            new VectorMaintenance.Parts(files, this::segmentStore, column, state, graphs));
  }

  /**
   * Opens what the directory holds, or starts empty where it holds nothing usable. The source is
   * not asked before {@link #startBuilding} or the first call that needs it.
   */
  public static VectorView open(
      Storage storage, Path directory, VectorOptions options, VectorSource source) {
    SegmentStore.Factory segments =
        (scorer, dimension) ->
            new MappedSegments(storage, source, scorer, options.similarity(), dimension);
    return open(
        new SegmentFiles(storage, directory), options, source, VectorKernels.best(), segments);
  }

  static VectorView open(
      SegmentFiles files,
      VectorOptions options,
      VectorSource source,
      VectorKernels kernels,
      SegmentStore.Factory segments) {
    return new VectorView(
        files, options, source, new Scorer(options.similarity(), kernels), segments);
  }

  /** The one for the store's dimension, once that is known. */
  private synchronized SegmentStore segmentStore() {
    if (segmentStore.isEmpty()) {
      segmentStore = Optional.of(segments.create(scorer, dimension));
    }
    return segmentStore.get();
  }

  /**
   * Lets the background threads work from now on: to be called once the source can serve the
   * recovered members. The first search, checkpoint or {@link #awaitGraph} does it as well.
   * Idempotent.
   */
  public void startBuilding() {
    if (!building.get() && building.compareAndSet(false, true)) {
      maintenance.start();
    }
  }

  /** Ordinals that have a vector, dead ones that are not reclaimed included. */
  public OrdinalBitmap members() {
    return zeros.and(state.get().members());
  }

  /** The dimension of all vectors, or 0 while there never was one. */
  public int dimension() {
    return dimension;
  }

  /**
   * What the planner needs: what graph and segments hold, and how many members must be scanned
   * beside them.
   */
  public GraphStatistics graph() {
    var now = state.get();
    return new GraphStatistics(
        now.graph().map(LiveGraph::nodes).orElse(0),
        now.pending().cardinality(),
        now.segments().size(),
        now.segments().stream().mapToInt(tier -> tier.segment().nodes()).sum());
  }

  /** The walk over the largest sealed segment by itself, for benchmarks; empty without one. */
  public Optional<Traversal> traversal() {
    return state.get().segments().stream()
        .map(SealedTier::segment)
        .filter(VectorSegment.class::isInstance)
        .map(VectorSegment.class::cast)
        .findFirst()
        .map(Traversal::new);
  }

  /**
   * The exact best {@code k} by scanning the allowed members. The query has the store's dimension.
   * A zero vector has no direction, stored or asked: its cosine with any other is 0, as if both
   * were orthogonal. O(allowed members).
   *
   * @throws ClosedException if the view is closed
   */
  public RankedOrdinals searchExact(float[] query, VectorScope scope, int k) {
    begin();
    return k > 0
        ? maintenance.guard(scope::allowed, () -> search(query, scope).exact(k))
        : RankedOrdinals.empty();
  }

  /**
   * The best {@code k} by search of the graph and the segments, plus an exact scan of the members
   * that neither holds yet. Not-allowed nodes are passed over and the search deepens until {@code
   * k} allowed ones are found; where that costs more than an exact scan, it becomes one. Never
   * fewer than {@code k} while {@code k} allowed members exist, unless the deadline passes.
   *
   * @throws ClosedException if the view is closed
   */
  public RankedOrdinals searchGraph(float[] query, VectorScope scope, int k, SearchEffort effort) {
    return searchGraph(query, scope, k, effort, LiveSearch.SCANNED_PER_EF);
  }

  /**
   * The same with at least {@code ef} candidates, or, if that is not positive, the default recall.
   */
  public RankedOrdinals searchGraph(float[] query, VectorScope scope, int k, int ef) {
    return searchGraph(query, scope, k, SearchEffort.ofEf(Math.max(ef, 0)));
  }

  RankedOrdinals searchGraph(
      float[] query, VectorScope scope, int k, SearchEffort effort, int scannedPerEf) {
    begin();
    return k > 0
        ? maintenance.guard(
            scope::allowed, () -> search(query, scope).graph(k, effort, scannedPerEf))
        : RankedOrdinals.empty();
  }

  private TieredSearch search(float[] query, VectorScope scope) {
    var members = new TieredSearch.Members(state.get(), zeros.ordinals(), column);
    return new TieredSearch(members, scorer, scorer.prepare(query), scope);
  }

  /**
   * The score of each of these ordinals, in their order, as {@link #searchExact} would report it;
   * NaN where an ordinal has no vector. For the few hits that another leg found. O(ordinals *
   * dimension).
   *
   * @param ordinals live in the caller's snapshot
   */
  public float[] scores(float[] query, int[] ordinals) {
    begin();
    return ordinals.length == 0
        ? new float[0]
        : maintenance.guard(() -> sorted(ordinals), () -> score(query, ordinals));
  }

  private static OrdinalBitmap sorted(int[] ordinals) {
    return OrdinalBitmap.of(Arrays.stream(ordinals).sorted().distinct().toArray());
  }

  private float[] score(float[] query, int[] ordinals) {
    var scores = new float[ordinals.length];
    Arrays.fill(scores, Float.NaN);
    float[] prepared = scorer.prepare(query);
    var members = members();
    for (int i = 0; i < ordinals.length; i++) {
      if (members.contains(ordinals[i])) {
        scores[i] = scorer.exact(prepared, column.vector(ordinals[i]));
      }
    }
    return scores;
  }

  /**
   * How many members of sealed segments no search could come to, from whatever entry point it
   * starts. 0, or there is a bug. O(links of all segments); for tests and benchmarks.
   */
  public int unreachable() {
    begin();
    return state.get().segments().stream()
        .mapToInt(tier -> tier.segment().unreachable(tier.covered()))
        .sum();
  }

  /**
   * Waits until graph or segments hold all members that were applied before the call, and no merge
   * is due. For tests, benchmarks and bulk loads.
   *
   * @throws dev.mneme.error.StorageException if a segment could not be written meanwhile; it is
   *     tried again later
   */
  public void awaitGraph() throws InterruptedException {
    begin();
    maintenance.await(state.get().members());
  }

  /**
   * Builds one segment of all members that were applied before the call, without what is dead, and
   * waits for it. Searches and {@link #apply} go on meanwhile.
   *
   * @throws dev.mneme.error.StorageException if it could not be written; nothing has changed then
   * @throws ClosedException if the view is closed, also while this waits
   */
  public void compact() {
    begin();
    maintenance.compact();
  }

  @Override
  public Optional<Throwable> failure() {
    return maintenance.failure();
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
  public LogPoint recovered() {
    return recovered;
  }

  @Override
  public void apply(CommitBatch batch) {
    var known = state.get().members();
    var fresh = new int[batch.added().size()];
    var zero = new int[batch.added().size()];
    int count = 0;
    int zeroCount = 0;
    for (var added : batch.added()) {
      var embedding = added.memory().embedding();
      if (embedding.isPresent() && !known.contains(added.ordinal())) {
        float[] vector = vector(added.ordinal(), embedding.get());
        if (embedding.get().isZero()) {
          zero[zeroCount++] = added.ordinal();
        } else {
          column.put(added.ordinal(), vector);
          fresh[count++] = added.ordinal();
        }
      }
    }
    if (zeroCount > 0) {
      zeros.add(OrdinalBitmap.of(zero, zeroCount));
    }
    if (count > 0) {
      var ordinals = OrdinalBitmap.of(fresh, count);
      state.updateAndGet(now -> now.added(ordinals));
      if (known.isEmpty()) {
        startBuilding(); // nothing was recovered, so that the source is not needed
      }
      maintenance.wake();
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
    state.updateAndGet(now -> now.reclaimed(dead));
    zeros.remove(dead);
    column.remove(dead);
    maintenance.wake();
  }

  @Override
  public void checkpoint(LogPoint point) {
    files.checkpoint(point, dimension, options.similarity(), zeros.ordinals(), state.get());
    startBuilding();
  }

  @Override
  public ViewStatistics statistics() {
    var now = state.get();
    long vectors = column.size() * (20L + 4L * dimension);
    long bitmaps =
        now.members().heapBytes()
            + zeros.ordinals().heapBytes()
            + now.covered().heapBytes()
            + now.pending().heapBytes();
    long graph = now.graph().map(LiveGraph::heapBytes).orElse(0L);
    long sealed =
        now.segments().stream()
            .mapToLong(tier -> tier.segment().heapBytes() + tier.covered().heapBytes())
            .sum();
    return new ViewStatistics(
        name(),
        zeros.and(now.members()).cardinality(),
        vectors + bitmaps + graph + sealed,
        files.size(now));
  }

  /** Stops the background threads, in the middle of a build if need be, and waits for them. */
  @Override
  public void close() {
    closed = true;
    maintenance.close();
  }

  private void begin() {
    if (closed) {
      throw new ClosedException("the vector view");
    }
    startBuilding();
  }
}
