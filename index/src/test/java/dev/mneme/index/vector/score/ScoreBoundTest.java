package dev.mneme.index.vector.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.memory.Similarity;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is sifted out by a score in float that the exact score would have kept. */
@Execution(ExecutionMode.CONCURRENT)
class ScoreBoundTest {

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void bound_isNeverBelowTheExactScore(Similarity similarity) {
    var scorer = new Scorer(similarity, VectorKernels.best());
    long seed = 17;
    var random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      int dimension = 1 + random.nextInt(600);
      float[] query = scaled(random, dimension);
      float[] member = scaled(random, dimension);
      if (random.nextBoolean()) {
        takeApart(query, member);
      }
      float[] prepared = scorer.prepare(query);
      float exact = scorer.exact(prepared, scorer.prepare(member));
      var bound = scorer.bound(prepared);
      var context = "seed " + seed + ", round " + round;
      assertThat(bound.of(scorer.prepare(member))).as(context).isGreaterThanOrEqualTo(exact);
      assertThat(bound.of(MemorySegment.ofArray(member))).as(context).isGreaterThanOrEqualTo(exact);
      double lengths = Scorer.norm(prepared) * Scorer.norm(scorer.prepare(member));
      assertThat(scorer.atMost(scorer.fast(prepared, scorer.prepare(member)), lengths))
          .as(context)
          .isGreaterThanOrEqualTo(exact);
    }
  }

  private static float[] scaled(Random random, int dimension) {
    float[] vector = SegmentFixture.gaussian(random, dimension);
    float scale = (float) Math.pow(10, random.nextInt(37) - 18);
    for (int i = 0; i < dimension; i++) {
      vector[i] *= scale;
    }
    vector[0] = vector[0] == 0 ? scale : vector[0];
    return vector;
  }

  /** Makes the product of the two next to nothing. */
  private static void takeApart(float[] query, float[] member) {
    var kernels = VectorKernels.scalar();
    double share = kernels.exactDot(query, member) / kernels.exactDot(query, query);
    for (int i = 0; i < member.length && Double.isFinite(share); i++) {
      member[i] = (float) (member[i] - share * query[i]);
    }
    if (Arrays.equals(member, new float[member.length])) {
      member[0] = 1;
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 1e6f, 1e12f, 1e18f})
  void longVectors_withProductsNextToNothing_areRankedAsByTheOracle(float length) {
    var random = new Random(23);
    float[] query = SegmentFixture.gaussian(random, 96);
    var vectors = new float[2_000][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = SegmentFixture.gaussian(random, 96);
      takeApart(query, vectors[i]);
      for (int d = 0; d < 96; d++) {
        vectors[i][d] *= length;
      }
    }
    for (int d = 0; d < 96; d++) {
      query[d] *= length;
    }
    var fixture = new SegmentFixture(Similarity.DOT, vectors);
    var truth = fixture.truth(query, fixture.all(), 10);

    var best = new BestOrdinals(10, TieOrder.LATEST_WRITTEN);
    var column = new VectorColumn(fixture::vector, fixture.scorer);
    new ExactScan(query, column, fixture.scorer, best, new Deadline(Long.MAX_VALUE))
        .scan(fixture.all());
    assertThat(best.ranked().ordinals()).containsExactly(truth.ordinals());

    for (int ordinal = 0; ordinal < vectors.length; ordinal++) {
      column.put(ordinal, vectors[ordinal]);
    }
    var onHeap = new BestOrdinals(10, TieOrder.LATEST_WRITTEN);
    new ExactScan(query, column, fixture.scorer, onHeap, new Deadline(Long.MAX_VALUE))
        .scan(fixture.all());
    assertThat(onHeap.ranked().ordinals()).containsExactly(truth.ordinals());

    var found = fixture.answer(fixture.sealed(), query, fixture.all(), 10);
    assertThat(found.ordinals()).containsExactly(truth.ordinals());
  }
}
