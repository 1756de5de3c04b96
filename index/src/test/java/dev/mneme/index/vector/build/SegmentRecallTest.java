package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Similarity;
import java.util.Arrays;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Built, opened anew, and searched with the ef that the segment has calibrated. */
@Execution(ExecutionMode.CONCURRENT)
class SegmentRecallTest {
  private static final int QUERIES = 100;

  /** 0.99 is calibrated with 200 members; so many other queries may be off by this. */
  private static final double LEAST = 0.975;

  @ParameterizedTest
  @CsvSource({
    "COSINE, 1, 2000",
    "EUCLIDEAN, 1, 4000",
    "COSINE, 2, 4000",
    "DOT, 3, 4000",
    "EUCLIDEAN, 8, 4000",
    "DOT, 8, 4000",
    "COSINE, 63, 4000",
    "EUCLIDEAN, 64, 4000",
    "DOT, 65, 4000",
    "COSINE, 100, 4000",
    "DOT, 384, 4000",
    "EUCLIDEAN, 384, 4000",
    "COSINE, 1000, 1000",
    "EUCLIDEAN, 8192, 120",
    "DOT, 8192, 120",
  })
  void calibratedWidth_reachesTheRecall(Similarity similarity, int dimension, int count) {
    long seed = 100 + dimension;
    float[][] drawn = SegmentFixture.clustered(seed, count + QUERIES, dimension, 40);
    var fixture = new SegmentFixture(similarity, Arrays.copyOf(drawn, count));
    float[][] queries = Arrays.copyOfRange(drawn, count, drawn.length);
    var segment = fixture.sealed();
    for (int k : new int[] {1, 10, 100}) {
      var context = similarity + ", dimension " + dimension + ", k " + k + ", seed " + seed;
      double recall = fixture.recall(segment, queries, fixture.all(), k, context);
      // A single result that is missed counts for a hundredth of all.
      assertThat(recall).as(context).isGreaterThanOrEqualTo(k == 1 ? 0.95 : LEAST);
    }
  }
}
