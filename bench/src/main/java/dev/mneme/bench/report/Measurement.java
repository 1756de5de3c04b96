package dev.mneme.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.mneme.bench.work.Figure;
import java.util.List;
import java.util.SortedMap;

/**
 * One figure of one engine, a sample a round.
 *
 * @param work such as "vector"; see {@link dev.mneme.bench.work.Task.Kind}
 * @param engine see {@link dev.mneme.bench.peers.EngineKind#key}
 * @param parameters such as ef and threads
 */
public record Measurement(
    String work,
    String engine,
    int memories,
    SortedMap<String, String> parameters,
    String metric,
    String unit,
    Figure.Better better,
    List<Double> samples) {

  Measurement ofEngine(String other) {
    return new Measurement(work, other, memories, parameters, metric, unit, better, samples);
  }

  @JsonIgnore
  public double median() {
    return Statistics.median(samples);
  }
}
