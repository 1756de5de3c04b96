package dev.mneme.bench.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.memory.Memory;
import dev.mneme.MemoryEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory with {@code memories.jsonl} ({@code namespace}, {@code id}, {@code text}, {@code
 * time}?) and {@code queries.jsonl} ({@code namespace}, {@code id}, {@code text}, {@code relevant}:
 * memory id to gain).
 */
record JudgedSet(String name, Path directory) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUERIES = "queries.jsonl";

  /**
   * A question and what answers it.
   *
   * @param relevant gain by memory id, not empty
   */
  record Query(String namespace, String text, Map<String, Double> relevant) {}

  /** The set in a directory, or all sets in the directories below it, sorted by name. */
  static List<JudgedSet> in(Path directory) throws IOException {
    if (Files.exists(directory.resolve(QUERIES))) {
      return List.of(of(directory));
    }
    try (var below = Files.list(directory)) {
      var sets =
          below
              .filter(path -> Files.exists(path.resolve(QUERIES)))
              .sorted()
              .map(JudgedSet::of)
              .toList();
      if (sets.isEmpty()) {
        throw new IOException(directory + " holds no " + QUERIES + ", nor does a directory in it");
      }
      return sets;
    }
  }

  private static JudgedSet of(Path directory) {
    return new JudgedSet(
        directory.toAbsolutePath().normalize().getFileName().toString(), directory);
  }

  Map<String, List<Memory>> memoriesByNamespace() throws IOException {
    var byNamespace = new LinkedHashMap<String, List<Memory>>();
    for (var line : lines("memories.jsonl")) {
      var builder = Memory.text(line.path("text").asText()).id(line.path("id").asText());
      if (line.has("time")) {
        builder.time(Instant.parse(line.path("time").asText()));
      }
      byNamespace.computeIfAbsent(namespace(line), _ -> new ArrayList<>()).add(builder.build());
    }
    return byNamespace;
  }

  /** Queries that nothing answers are left out. */
  List<Query> queries() throws IOException {
    var queries = new ArrayList<Query>();
    for (var line : lines(QUERIES)) {
      var relevant = new HashMap<String, Double>();
      line.path("relevant")
          .properties()
          .forEach(entry -> relevant.put(entry.getKey(), entry.getValue().asDouble()));
      if (!relevant.isEmpty()) {
        queries.add(new Query(namespace(line), line.path("text").asText(), relevant));
      }
    }
    return queries;
  }

  private static String namespace(JsonNode line) {
    return line.path("namespace").asText(MemoryEngine.DEFAULT_NAMESPACE);
  }

  private List<JsonNode> lines(String file) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(directory.resolve(file))) {
      if (!line.isBlank()) {
        nodes.add(JSON.readTree(line));
      }
    }
    return nodes;
  }
}
