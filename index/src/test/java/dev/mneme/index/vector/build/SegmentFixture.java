package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.search.SealedSegment;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A log of vectors in memory, whose ordinals are their places, a storage that can fail, and brute
 * force as the oracle of what segments answer.
 */
public final class SegmentFixture {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public static final Path FILE = Path.of("/store/7.segment");

  public final Similarity similarity;
  public final float[][] vectors;
  public final Scorer scorer;
  public final FaultyStorage storage;
  public final Set<Integer> unreadable = ConcurrentHashMap.newKeySet();
  private final MemorySegment log;

  public SegmentFixture(Similarity similarity, float[][] vectors) {
    this(similarity, vectors, new FaultyStorage(1));
  }

  public SegmentFixture(Similarity similarity, float[][] vectors, FaultyStorage storage) {
    this.similarity = similarity;
    this.vectors = vectors;
    this.storage = storage;
    this.scorer = new Scorer(similarity, VectorKernels.best());
    int dimension = vectors[0].length;
    this.log = Arena.ofAuto().allocate(4L * dimension * vectors.length, 4);
    for (int ordinal = 0; ordinal < vectors.length; ordinal++) {
      MemorySegment.copy(vectors[ordinal], 0, log, FLOAT, 4L * dimension * ordinal, dimension);
    }
    try {
      storage.createDirectories(FILE.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int dimension() {
    return vectors[0].length;
  }

  public MemorySegment vector(int ordinal) {
    if (unreadable.contains(ordinal)) {
      throw new IllegalStateException("vector " + ordinal + " is gone");
    }
    return log.asSlice(4L * dimension() * ordinal, 4L * dimension());
  }

  public OrdinalBitmap all() {
    return OrdinalBitmap.ofRange(0, vectors.length);
  }

  public MappedSegments store() {
    return new MappedSegments(storage, this::vector, scorer, similarity, dimension());
  }

  /** From nothing, and to stay. */
  public static SegmentStore.Plan plan(OrdinalBitmap members, int threads) {
    return new SegmentStore.Plan(members, Optional.empty(), () -> true, threads);
  }

  /** Builds a segment of all and opens its file anew. */
  public SealedSegment sealed() {
    return sealed(all(), 2);
  }

  public SealedSegment sealed(OrdinalBitmap members, int threads) {
    store().build(plan(members, threads), FILE, () -> false, _ -> {}).orElseThrow();
    return store().open(FILE).orElseThrow();
  }

  /** What the segment offers; empty if it asks for a scan. */
  public Optional<RankedOrdinals> offers(
      SealedSegment segment, float[] query, OrdinalBitmap eligible, int k, int ef) {
    var best = new BestOrdinals(k, TieOrder.LATEST_WRITTEN);
    boolean searched =
        segment.search(
            scorer.prepare(query),
            eligible,
            best,
            new Deadline(Long.MAX_VALUE),
            ef > 0
                ? SearchEffort.ofEf(ef)
                : SearchEffort.ofRecall(SearchEffort.DEFAULT_RECALL, Math.max(1, k)));
    return searched ? Optional.of(best.ranked()) : Optional.empty();
  }

  /** What a view makes of it: a scan where the segment asks for one. */
  public RankedOrdinals answer(
      SealedSegment segment, float[] query, OrdinalBitmap eligible, int k) {
    return offers(segment, query, eligible, k, 0).orElseGet(() -> truth(query, eligible, k));
  }

  float score(float[] query, int ordinal) {
    return scorer.exact(scorer.prepare(query), scorer.prepare(vectors[ordinal]));
  }

  public RankedOrdinals truth(float[] query, OrdinalBitmap eligible, int k) {
    var best = new BestOrdinals(Math.min(k, eligible.cardinality()), TieOrder.LATEST_WRITTEN);
    float[] prepared = scorer.prepare(query);
    eligible.forEach(
        ordinal -> best.offer(scorer.exact(prepared, scorer.prepare(vectors[ordinal])), ordinal));
    return best.ranked();
  }

  /**
   * Checks one answer: as many as there can be, each once and eligible, best first, with the bits
   * of the exact scores. Returns the share that belongs there: that scores no less than the last of
   * the truth.
   */
  public double recall(
      RankedOrdinals found, float[] query, OrdinalBitmap eligible, int k, String context) {
    var truth = truth(query, eligible, k);
    assertThat(found.size()).as(context).isEqualTo(truth.size());
    var seen = new HashSet<Integer>();
    int right = 0;
    for (int rank = 0; rank < found.size(); rank++) {
      int ordinal = found.ordinals()[rank];
      assertThat(eligible.contains(ordinal)).as("%s: %d eligible", context, ordinal).isTrue();
      assertThat(seen.add(ordinal)).as("%s: %d once", context, ordinal).isTrue();
      assertThat(found.scores()[rank]).as(context).isEqualTo(score(query, ordinal));
      right += found.scores()[rank] >= truth.scores()[truth.size() - 1] ? 1 : 0;
    }
    var sorted = found.scores().clone();
    Arrays.sort(sorted);
    for (int rank = 0; rank < sorted.length; rank++) {
      assertThat(found.scores()[rank]).as(context).isEqualTo(sorted[sorted.length - 1 - rank]);
    }
    return right / (double) truth.size();
  }

  /** The mean recall over queries, each answer checked. */
  public double recall(
      SealedSegment segment, float[][] queries, OrdinalBitmap eligible, int k, String context) {
    double sum = 0;
    for (float[] query : queries) {
      sum += recall(answer(segment, query, eligible, k), query, eligible, k, context);
    }
    return sum / queries.length;
  }

  /** A mixture of Gaussians: clusters a unit apart in each dimension and half as wide. */
  public static float[][] clustered(long seed, int count, int dimension, int clusters) {
    var random = new Random(seed);
    var centres = new float[clusters][];
    Arrays.setAll(centres, _ -> gaussian(random, dimension));
    var vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] centre = centres[random.nextInt(clusters)];
      vectors[i] = gaussian(random, dimension);
      for (int d = 0; d < dimension; d++) {
        vectors[i][d] = centre[d] + vectors[i][d] / 2;
      }
    }
    return vectors;
  }

  public static float[] gaussian(Random random, int dimension) {
    var values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  public static float[] scaled(float[] vector, double factor) {
    var values = new float[vector.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (vector[i] * factor);
    }
    return values;
  }

  /** A part of the ordinals at random. */
  public static OrdinalBitmap share(long seed, int count, double share) {
    var random = new Random(seed);
    var chosen = new int[count];
    int size = 0;
    for (int ordinal = 0; ordinal < count; ordinal++) {
      if (random.nextDouble() < share) {
        chosen[size++] = ordinal;
      }
    }
    return OrdinalBitmap.of(chosen, size);
  }
}
