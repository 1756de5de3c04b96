package dev.mneme.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.bench.report.Statistics.Design;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void pairs_cancelWhatBothMeet() {
    // A machine that becomes four times slower, and b a fifth slower than a all the time.
    var a = IntStream.range(0, 9).mapToDouble(i -> 100 * Math.pow(2, i / 4.0)).toArray();
    var b = IntStream.range(0, 9).mapToDouble(i -> 1.2 * a[i]).toArray();
    var paired = Statistics.ratio(a, b, new Design(1, true));
    assertThat(paired.low()).isBetween(1.199, 1.201);
    assertThat(paired.high()).isBetween(1.199, 1.201);
    var unpaired = Statistics.ratio(a, b, new Design(1, false));
    assertThat(unpaired.low()).isLessThan(1);
    assertThat(unpaired.high()).isGreaterThan(1.5);
  }

  @Test
  void processesThatDiffer_widenTheInterval() {
    // One of three processes of b was slower; its rounds agree with each other.
    double[] a = {100, 101, 99, 100, 101, 99, 100, 101, 99};
    double[] b = {100, 101, 99, 130, 131, 129, 100, 101, 99};
    assertThat(Statistics.ratio(a, b, new Design(3, true)).high()).isGreaterThan(1.25);
    double[] slower = {120, 121, 119, 118, 120, 119, 121, 119, 120};
    assertThat(Statistics.ratio(a, slower, new Design(3, true)).low()).isGreaterThan(1.15);
  }
}
