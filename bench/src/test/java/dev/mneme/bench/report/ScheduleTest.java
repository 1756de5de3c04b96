package dev.mneme.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.work.Task;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<Contestant> ALL =
      Arrays.stream(EngineKind.values()).map(Contestant::of).toList();

  @Test
  void usualRun_isForeseenToFit() {
    var extent = Extent.minutes(20);
    var schedule = new Schedule(extent);
    var forecast = new Forecast();
    double seconds =
        extent.sizes().stream()
            .mapToDouble(
                size ->
                    forecast.loads(ALL, size)
                        + schedule.phases(size).stream()
                            .mapToDouble(phase -> forecast.phase(phase, ALL, size))
                            .sum())
            .sum();
    assertThat(seconds).isBetween(10 * 60.0, 21 * 60.0);
  }

  @Test
  void largestSize_isMeasuredInEveryWay() {
    var extent = Extent.minutes(20);
    var done =
        new Schedule(extent)
            .phases(extent.largest()).stream()
                .flatMap(phase -> phase.tasks().apply(EngineKind.MNEME).stream())
                .map(Task::work)
                .collect(Collectors.toSet());
    assertThat(done)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Task.Kind.values()).filter(kind -> kind != Task.Kind.LOAD).toList());
  }

  @Test
  void whatADoneTaskTook_isForeseenForTheNext() {
    var forecast = new Forecast();
    var task = Task.of(Task.Kind.VECTOR).ef(100).seconds(1);
    forecast.took(ALL.getFirst(), 10_000, task, 0.25);
    assertThat(forecast.seconds(ALL.getFirst(), 10_000, task)).isEqualTo(0.25);
  }
}
