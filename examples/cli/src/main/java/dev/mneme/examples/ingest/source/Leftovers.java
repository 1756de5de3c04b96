package dev.mneme.examples.ingest.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a walk leaves aside, by kind. Not thread-safe. */
final class Leftovers {
  private static final int NAMED = 3;

  private final Map<String, Kind> kinds = new TreeMap<>();

  private static final class Kind {
    private long count;
    private final List<String> names = new ArrayList<>();
  }

  void add(String kind, Path path) {
    var counted = kinds.computeIfAbsent(kind, name -> new Kind());
    counted.count++;
    if (counted.names.size() < NAMED) {
      counted.names.add(path.toString());
    }
  }

  List<PassedOver> list() {
    return kinds.entrySet().stream()
        .map(
            entry -> new PassedOver(entry.getKey(), entry.getValue().count, entry.getValue().names))
        .toList();
  }
}
