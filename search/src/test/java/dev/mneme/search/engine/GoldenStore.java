package dev.mneme.search.engine;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.MemoryVersion;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The store that is kept for each version of the format on disk, and what it answers, as text. It
 * has every kind of record (put, replaced put, deletion, batch, one that expired, one that will),
 * compressed texts, every type of attribute, vectors of which most are sealed, one that is zero,
 * memories without any, three namespaces, histories over a deletion, a log that was compacted and
 * has several files. Simple arithmetic and fixed clocks, the same for ever.
 */
final class GoldenStore {
  static final int DIMENSION = 8;
  private static final Instant MADE = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant LATER = MADE.plusSeconds(3_600);
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
  private static final List<String> NAMESPACES = List.of("", "second", "user:ü 😀");
  private static final List<String> WORDS =
      List.of("river", "coffee", "train", "winter", "lantern");
  private static final List<String> FILTERS =
      List.of(
          "text EXISTS",
          "flag = TRUE",
          "whole < 3",
          "real BETWEEN -1 AND 0.75",
          "at >= TIME '2026-01-01T00:00:00Z'",
          "tags CONTAINS 'a'",
          "tags CONTAINS 2",
          "text PREFIX 'v' AND NOT flag");

  private GoldenStore() {}

  static EngineOptions options(Instant now) {
    return EngineOptions.defaults()
        .clock(Clock.fixed(now, ZoneOffset.UTC))
        .embedderName("golden")
        .logFileBytes(8 << 10)
        .keptVersions(3)
        .graphCapacity(48)
        .offHeapIdsFrom(0);
  }

  /** As its users open it. */
  static MemoryEngine open(Path directory) {
    return MemoryEngine.open(directory, options());
  }

  static EngineOptions options() {
    return options(LATER);
  }

  static void write(Path directory) throws InterruptedException {
    try (var engine = MemoryEngine.open(directory, options(MADE))) {
      for (var name : NAMESPACES) {
        fill(namespace(engine, name));
      }
      engine.awaitIdle();
    }
    try (var engine = open(directory)) {
      engine.compact();
      var namespace = namespace(engine, NAMESPACES.getFirst());
      namespace.delete("m1");
      namespace.update("m2", MemoryUpdate.builder().text("changed after compaction").build());
      namespace.add(memory(100).id("late").build());
      engine.awaitIdle();
    }
  }

  private static void fill(Namespace namespace) {
    var batch = new ArrayList<Memory>();
    for (int i = 0; i < 30; i++) {
      batch.add(memory(i).id("m" + i).build());
    }
    namespace.addAll(batch);
    namespace.add(memory(40).id("expired").expires(MADE.plusSeconds(60)).build());
    namespace.add(memory(41).id("expires").expires(NEVER).build());
    namespace.add(Memory.text("no vector, no attributes").id("plain").time(MADE).build());
    namespace.add(memory(42).id("zero").embedding(new float[DIMENSION]).build());
    namespace.add(memory(43).id("long").text("compressed lantern ".repeat(200)).build());
    namespace.add(memory(44).id("id with 'quotes' and ü 😀").text("ünïcödé 😀 text").build());
    namespace.add(
        memory(48)
            .id("json")
            .attribute("shape", new AttributeValue.JsonValue("{\"sides\":[1,{\"ü\":null}]}"))
            .build());
    namespace.put(memory(45).id("m3").build());
    namespace.put(memory(46).id("m3").build());
    namespace.delete("m4");
    namespace.add(memory(47).id("m4").build());
    namespace.deleteAll(List.of("m5", "m6"));
    namespace.deleteAll(Filter.parse("whole = 7"));
  }

  private static Memory.Builder memory(int i) {
    var vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = ((i * 31 + d * 17 + i * d * 7) % 64 - 32) / 16f;
    }
    return Memory.text(WORDS.get(i % 5) + " and " + WORDS.get((i / 5 + 1) % 5) + " of " + i)
        .time(MADE.minusSeconds(60L * (i * 37 % 101)))
        .embedding(vector)
        .attribute("text", "value " + i % 4)
        .attribute("flag", i % 2 == 0)
        .attribute("whole", i % 11)
        .attribute("real", i / 8.0 - 2)
        .attribute("at", MADE.minusSeconds(86_400L * 100 * i))
        .attribute(
            "tags",
            new AttributeValue.ListValue(
                List.of(
                    new AttributeValue.StringValue(i % 3 == 0 ? "a" : "b"),
                    new AttributeValue.LongValue(i % 4),
                    new AttributeValue.DoubleValue(0.5),
                    new AttributeValue.BooleanValue(true),
                    new AttributeValue.InstantValue(MADE))));
  }

  private static Namespace namespace(MemoryEngine engine, String name) {
    return name.isEmpty() ? engine.namespace() : engine.namespace(name);
  }

  /** What the store answers, a line each. */
  static List<String> answers(MemoryEngine engine) {
    var lines = new ArrayList<String>();
    lines.add("namespaces " + engine.namespaces());
    lines.add("everywhere " + engine.everywhere().count());
    for (var name : NAMESPACES) {
      var namespace = namespace(engine, name);
      lines.add("namespace " + name + ": " + namespace.count());
      for (var entry : namespace.list(ListRequest.newest(1_000).build()).entries()) {
        lines.add("memory " + line(entry.memory()));
      }
      for (var id : List.of("m1", "m2", "m3", "m4", "m5", "m7", "expired", "long", "never")) {
        lines.add("get " + id + ": " + namespace.get(id).isPresent());
        namespace.history(id).forEach(version -> lines.add("version " + line(version)));
      }
      for (var filter : FILTERS) {
        lines.add(filter + ": " + ids(namespace, SearchRequest.builder().filter(filter)));
      }
      for (var word : WORDS) {
        lines.add(word + ": " + ids(namespace, SearchRequest.text(word).legs(Set.of(Leg.TEXT))));
      }
      for (int i = 0; i < 5; i++) {
        lines.add("nearest to " + i + ": " + nearest(namespace, i));
      }
    }
    return lines;
  }

  /** Of some requests the order is not what is kept. */
  private static String ids(Namespace namespace, SearchRequest.Builder request) {
    return namespace.search(request.limit(1_000).build()).hits().stream()
        .map(hit -> hit.memory().id())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String nearest(Namespace namespace, int i) {
    var query = memory(i).id("query").build().embedding().orElseThrow();
    return namespace.search(SearchRequest.vector(query).limit(5).build()).hits().stream()
        .map(GoldenStore::scored)
        .collect(Collectors.joining(", "));
  }

  private static String scored(Hit hit) {
    var leg = hit.legs().get(Leg.VECTOR);
    return "%s %.4f".formatted(hit.memory().id(), leg == null ? Double.NaN : leg.score());
  }

  private static String line(MemoryVersion version) {
    return version.sequence()
        + " "
        + version.written()
        + " "
        + version.memory().map(GoldenStore::line).orElse("deleted");
  }

  private static String line(Memory memory) {
    var attributes = new TreeMap<String, String>();
    memory.attributes().forEach((key, value) -> attributes.put(key, line(value)));
    return String.join(
        " | ",
        memory.id(),
        memory.time().toString(),
        memory.expires().map(Instant::toString).orElse("stays"),
        memory.text().length() > 100 ? "text #" + memory.text().hashCode() : memory.text(),
        memory.embedding().map(vector -> Arrays.toString(vector.array())).orElse("no vector"),
        attributes.toString());
  }

  private static String line(AttributeValue value) {
    return switch (value) {
      case AttributeValue.StringValue(var text) -> "string " + text;
      case AttributeValue.BooleanValue(var truth) -> "boolean " + truth;
      case AttributeValue.LongValue(var number) -> "long " + number;
      case AttributeValue.DoubleValue(var number) -> "double " + number;
      case AttributeValue.InstantValue(var instant) -> "instant " + instant;
      case AttributeValue.ListValue(var values) ->
          values.stream().map(GoldenStore::line).toList().toString();
      case AttributeValue.JsonValue(var json) -> json;
    };
  }

  /** Copies a tree, but for the lock. */
  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      files.filter(file -> !file.endsWith("lock")).forEach(file -> copyOne(from, to, file));
    }
  }

  private static void copyOne(Path from, Path to, Path file) {
    var target = to.resolve(from.relativize(file).toString());
    try {
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
