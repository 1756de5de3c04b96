package dev.mneme.index.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.vector.maintain.SegmentFiles;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A view over vectors that are kept in memory, with brute force in plain loops as its oracle. */
final class VectorFixture implements AutoCloseable {
  private final Path directory;
  private final VectorKernels kernels;
  final ScanningSegments.Control segments = new ScanningSegments.Control();
  private Storage storage;
  final VectorOptions options;
  final Map<Integer, float[]> log = new ConcurrentHashMap<>();
  final Set<Integer> unreadable = ConcurrentHashMap.newKeySet();
  private int nextOrdinal;
  VectorView view;

  VectorFixture(Path directory, VectorOptions options) {
    this(directory, options, VectorKernels.best());
  }

  VectorFixture(Path directory, VectorOptions options, VectorKernels kernels) {
    this(directory, options, kernels, Storage.system());
  }

  VectorFixture(Path directory, VectorOptions options, VectorKernels kernels, Storage storage) {
    this.directory = directory;
    this.storage = storage;
    this.options = options;
    this.kernels = kernels;
    this.view = open();
  }

  /** With a live graph that takes 32,768 members, of which up to 8,192 may come at once. */
  static VectorOptions options(Similarity similarity) {
    return new VectorOptions(similarity, 16, 100, 32_768);
  }

  private VectorView open() {
    return VectorView.open(
        new SegmentFiles(storage, directory),
        options,
        this::read,
        kernels,
        (scorer, dimension) ->
            new ScanningSegments(
                new FlatSegments(storage, dimension), scorer, this::read, segments));
  }

  private MemorySegment read(int ordinal) {
    float[] vector = log.get(ordinal);
    if (vector == null || unreadable.contains(ordinal)) {
      throw new IllegalStateException("no vector " + ordinal);
    }
    var bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return MemorySegment.ofBuffer(bytes);
  }

  Path file() {
    return directory.resolve("vector.checkpoint");
  }

  /** Goes on with another storage, as after a crash of this one. */
  VectorFixture reopen(Storage found) {
    view.close();
    storage = found;
    view = open();
    return this;
  }

  VectorFixture reopen() {
    view.close();
    view = open();
    return this;
  }

  VectorFixture add(float[]... vectors) {
    view.apply(batch(vectors));
    return this;
  }

  CommitBatch batch(float[]... vectors) {
    List<CommitBatch.Added> added = new ArrayList<>();
    for (float[] vector : vectors) {
      int ordinal = nextOrdinal++;
      var memory = Memory.builder().id("m" + ordinal).text("text");
      if (vector.length > 0) {
        log.put(ordinal, vector);
        memory.embedding(vector);
      }
      added.add(new CommitBatch.Added(ordinal, 0, ordinal, memory.build()));
    }
    return new CommitBatch(nextOrdinal, added, new int[0]);
  }

  /** Loses everything from an ordinal on, which is given anew. */
  void truncate(int first) {
    nextOrdinal = first;
    log.keySet().removeIf(ordinal -> ordinal >= first);
  }

  /** Everything that was ever added, as a replay has it. */
  CommitBatch again() {
    List<CommitBatch.Added> added = new ArrayList<>();
    for (int ordinal = 0; ordinal < nextOrdinal; ordinal++) {
      var memory = Memory.builder().id("m" + ordinal).text("text");
      var vector = log.get(ordinal);
      if (vector != null) {
        memory.embedding(vector);
      }
      added.add(new CommitBatch.Added(ordinal, 0, ordinal, memory.build()));
    }
    return new CommitBatch(nextOrdinal, added, new int[0]);
  }

  OrdinalBitmap all() {
    return OrdinalBitmap.ofRange(0, nextOrdinal);
  }

  OrdinalBitmap where(IntPredicate predicate) {
    return OrdinalBitmap.of(IntStream.range(0, nextOrdinal).filter(predicate).toArray());
  }

  static VectorScope scope(OrdinalBitmap allowed) {
    return new VectorScope(allowed, Long.MAX_VALUE);
  }

  RankedOrdinals exact(float[] query, OrdinalBitmap allowed, int k) {
    return view.searchExact(query, scope(allowed), k);
  }

  RankedOrdinals graph(float[] query, OrdinalBitmap allowed, int k, int ef) {
    return view.searchGraph(query, scope(allowed), k, ef);
  }

  /** Never gives up the graph because of its cost. */
  RankedOrdinals graphOnly(float[] query, OrdinalBitmap allowed, int k, int ef) {
    return view.searchGraph(query, scope(allowed), k, SearchEffort.ofEf(ef), 0);
  }

  double score(float[] query, int ordinal) {
    float[] vector = Objects.requireNonNull(log.get(ordinal));
    double dot = 0;
    double distance = 0;
    double queryNorm = 0;
    double norm = 0;
    for (int i = 0; i < query.length; i++) {
      dot += (double) query[i] * vector[i];
      distance += ((double) query[i] - vector[i]) * ((double) query[i] - vector[i]);
      queryNorm += (double) query[i] * query[i];
      norm += (double) vector[i] * vector[i];
    }
    return switch (options.similarity()) {
      case COSINE -> queryNorm * norm == 0 ? 0 : dot / Math.sqrt(queryNorm * norm);
      case DOT -> dot;
      case EUCLIDEAN -> -distance;
    };
  }

  boolean isZero(int ordinal) {
    float[] vector = log.get(ordinal);
    return vector != null && Embedding.of(vector).isZero();
  }

  /** The k best ordinals by brute force, ties by higher ordinal. */
  List<Integer> oracle(float[] query, OrdinalBitmap allowed, int k) {
    record Scored(int ordinal, double score) {}
    return Arrays.stream(allowed.toArray())
        .filter(log::containsKey)
        .mapToObj(ordinal -> new Scored(ordinal, score(query, ordinal)))
        .sorted(
            (a, b) ->
                a.score == b.score
                    ? Integer.compare(b.ordinal, a.ordinal)
                    : Double.compare(b.score, a.score))
        .limit(k)
        .map(Scored::ordinal)
        .toList();
  }

  /**
   * That the result is the oracle's, up to the order of scores that float rounding cannot tell
   * apart.
   */
  void assertExact(
      String description, RankedOrdinals result, float[] query, OrdinalBitmap allowed, int k) {
    var expected = oracle(query, allowed, k);
    assertThat(result.ordinals()).as(description).hasSize(expected.size()).doesNotHaveDuplicates();
    for (int rank = 0; rank < result.size(); rank++) {
      int ordinal = result.ordinals()[rank];
      double score = score(query, ordinal);
      double tolerance = 1e-4 * Math.max(1, Math.abs(score));
      assertThat(allowed.contains(ordinal)).as(description).isTrue();
      assertThat((double) result.scores()[rank])
          .as("%s, score at rank %d", description, rank)
          .isCloseTo(score, org.assertj.core.data.Offset.offset(tolerance));
      assertThat(score)
          .as("%s, rank %d", description, rank)
          .isCloseTo(
              score(query, expected.get(rank)), org.assertj.core.data.Offset.offset(tolerance));
    }
  }

  /** The share of the oracle's best that the result holds, equal scores counting alike. */
  double recall(RankedOrdinals result, float[] query, OrdinalBitmap allowed, int k) {
    var expected = oracle(query, allowed, k);
    if (expected.isEmpty()) {
      return result.size() == 0 ? 1 : 0;
    }
    double worst = score(query, expected.getLast());
    double slack = 1e-6 * Math.max(1, Math.abs(worst));
    long found =
        Arrays.stream(result.ordinals())
            .filter(ordinal -> score(query, ordinal) >= worst - slack)
            .count();
    return (double) found / expected.size();
  }

  static float[] gaussian(Random random, int dimension) {
    var vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  /** Vectors around a few dozen centres, of different lengths. */
  static float[][] clustered(Random random, int count, int dimension) {
    var centres = new float[Math.max(1, Math.min(50, count / 20))][];
    Arrays.setAll(centres, i -> gaussian(random, dimension));
    var vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] centre = centres[random.nextInt(centres.length)];
      float length = 0.7f + 0.6f * random.nextFloat();
      vectors[i] = gaussian(random, dimension);
      for (int d = 0; d < dimension; d++) {
        vectors[i][d] = length * (centre[d] + 0.5f * vectors[i][d]);
      }
    }
    return vectors;
  }

  @Override
  public void close() {
    view.close();
  }
}
