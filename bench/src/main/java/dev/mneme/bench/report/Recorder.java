package dev.mneme.bench.report;

import dev.mneme.bench.work.Answer;
import dev.mneme.bench.work.Figure;
import dev.mneme.bench.work.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Collects answers, one sample a round, into measurements and distributions. */
final class Recorder {
  private record Place(
      String work, String engine, int memories, SortedMap<String, String> parameters) {}

  private record Metric(Place place, String name, String unit, Figure.Better better) {}

  private final Map<Metric, List<Double>> samples = new LinkedHashMap<>();
  private final Map<Place, List<List<Double>>> latencies = new LinkedHashMap<>();

  void add(String engine, int memories, Task task, Answer answer) {
    var place =
        new Place(task.work().name().toLowerCase(Locale.ROOT), engine, memories, parameters(task));
    for (var figure : answer.figures()) {
      if (Double.isFinite(figure.value())) {
        samples
            .computeIfAbsent(
                new Metric(place, figure.metric(), figure.unit(), figure.better()),
                _ -> new ArrayList<>())
            .add(figure.value());
      }
    }
    if (!answer.latencies().isEmpty()) {
      latencies.computeIfAbsent(place, _ -> new ArrayList<>()).add(answer.latencies());
    }
  }

  private static SortedMap<String, String> parameters(Task task) {
    var parameters = new TreeMap<String, String>();
    switch (task.work()) {
      case VECTOR -> parameters.put("ef", Integer.toString(task.ef()));
      case HYBRID, USERS -> parameters.put("threads", Integer.toString(task.threads()));
      case FILTER -> {
        parameters.put("filter", task.filter().toLowerCase(Locale.ROOT));
        parameters.put("selectivity", Double.toString(task.share()));
      }
      case MIXED -> parameters.put("writes", Double.toString(task.share()));
      case LOAD, MEMORY, ALLOCATION, OPERATIONS, REOPEN -> {}
    }
    return parameters;
  }

  List<Measurement> measurements() {
    return samples.entrySet().stream()
        .map(
            entry -> {
              var metric = entry.getKey();
              var place = metric.place();
              return new Measurement(
                  place.work(),
                  place.engine(),
                  place.memories(),
                  place.parameters(),
                  metric.name(),
                  metric.unit(),
                  metric.better(),
                  List.copyOf(entry.getValue()));
            })
        .toList();
  }

  List<Distribution> distributions() {
    return latencies.entrySet().stream()
        .map(
            entry -> {
              var rounds = entry.getValue();
              var medians =
                  IntStream.range(0, rounds.getFirst().size())
                      .mapToObj(q -> Statistics.median(rounds.stream().map(r -> r.get(q)).toList()))
                      .toList();
              var place = entry.getKey();
              return new Distribution(
                  place.work(), place.engine(), place.memories(), place.parameters(), medians);
            })
        .toList();
  }
}
