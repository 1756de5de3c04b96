package dev.mneme.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.bench.report.Comparison.Change;
import dev.mneme.bench.report.Comparison.Verdict;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int RUNS = 20;

  @Test
  void sameBuild_isNoChange() {
    for (long seed : LongStream.range(0, RUNS).toArray()) {
      assertThat(changes(SampleResults.of(seed, 1, 1), SampleResults.of(seed + RUNS, 1, 1)))
          .as("seed %s", seed)
          .isNotEmpty()
          .allMatch(change -> change.verdict() == Verdict.NO_CHANGE);
    }
  }

  @Test
  void slowerVectorLoop_isFlaggedAndNothingElse() {
    for (long seed : LongStream.range(0, RUNS).toArray()) {
      var changes = changes(SampleResults.of(seed, 1, 1), SampleResults.of(seed + RUNS, 1.15, 1));
      assertThat(changes)
          .as("seed %s", seed)
          .filteredOn(change -> change.work().equals("vector"))
          .filteredOn(change -> !change.metric().equals("recall"))
          .isNotEmpty()
          .allSatisfy(
              change -> {
                assertThat(change.verdict()).isEqualTo(Verdict.SLOWER);
                assertThat(change.cost().estimate()).isBetween(1.1, 1.2);
              });
      assertThat(changes)
          .filteredOn(change -> !change.work().equals("vector"))
          .allMatch(change -> change.verdict() == Verdict.NO_CHANGE);
    }
  }

  @Test
  void sideBySide_aTenthIsFlagged() {
    for (long seed : LongStream.range(0, RUNS).toArray()) {
      var same =
          changes(SampleResults.sideBySide(seed, 1), SampleResults.sideBySide(seed + RUNS, 1));
      assertThat(same)
          .as("seed %s", seed)
          .isNotEmpty()
          .allMatch(change -> change.verdict() == Verdict.NO_CHANGE);
      var slower =
          changes(SampleResults.sideBySide(seed, 1), SampleResults.sideBySide(seed + RUNS, 1.1));
      assertThat(slower)
          .as("seed %s", seed)
          .filteredOn(change -> change.work().equals("vector") && change.metric().equals("p50"))
          .isNotEmpty()
          .allMatch(change -> change.verdict() == Verdict.SLOWER);
    }
  }

  @Test
  void fasterVectorLoop_isSeen() {
    assertThat(changes(SampleResults.of(1, 1.3, 1), SampleResults.of(2, 1, 1)))
        .filteredOn(change -> change.work().equals("vector") && change.metric().equals("p50"))
        .isNotEmpty()
        .allMatch(change -> change.verdict() == Verdict.FASTER);
  }

  @Test
  void slowerMachine_isNoChange() {
    assertThat(changes(SampleResults.of(1, 1, 1), SampleResults.of(2, 1, 1.4)))
        .isNotEmpty()
        .allMatch(change -> change.verdict() == Verdict.NO_CHANGE);
  }

  private static List<Change> changes(Results a, Results b) {
    return new Comparison(a, b, "mneme", 0).changes();
  }
}
