package dev.mneme.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that one run measured, as results.json holds it.
 *
 * @param schema of this file
 * @param created ISO-8601
 * @param commit of the build, "+" behind it where the checkout had changes
 * @param machine processor, memory, system, JVM and library versions, by name
 * @param settings of the run
 * @param engines their names for people and how they were set up
 * @param quantiles of the distributions
 * @param notes what was skipped, and why
 */
public record Results(
    int schema,
    String created,
    String commit,
    Map<String, String> machine,
    Map<String, String> settings,
    List<EngineInfo> engines,
    List<Double> quantiles,
    List<Measurement> measurements,
    List<Distribution> distributions,
    List<String> notes) {
  public static final int SCHEMA = 1;
  static final String FORKS = "processes an engine";

  /** An engine in a report. */
  public record EngineInfo(String key, String label, String settings) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public static Results read(Path file) throws IOException {
    var results = JSON.readValue(file.toFile(), Results.class);
    if (results.schema() != SCHEMA) {
      throw new IOException(file + " has schema " + results.schema() + ", not " + SCHEMA);
    }
    return results;
  }

  /** How many processes of each engine the rounds of a measurement are from, in equal parts. */
  int forks() {
    return Integer.parseInt(settings.getOrDefault(FORKS, "1"));
  }

  /** As if of two engines only the first had run, under the name of the second. */
  public Results renamed(String kept, String dropped) {
    return new Results(
        schema,
        created,
        commit,
        machine,
        settings,
        engines.stream().filter(engine -> !engine.key().equals(dropped)).toList(),
        quantiles,
        measurements.stream()
            .filter(measurement -> !measurement.engine().equals(dropped))
            .map(m -> m.engine().equals(kept) ? m.ofEngine(dropped) : m)
            .toList(),
        distributions,
        notes);
  }

  public void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }
}
