package dev.mneme.examples.hostile;

import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.examples.hostile.HostileInputChild.Case;
import dev.mneme.MemoryEngine;
import dev.mneme.request.SearchRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Memories, ids and names. */
final class HostileMemories {
  private final MemoryEngine engine;
  private final List<Case> cases = new ArrayList<>();

  HostileMemories(MemoryEngine engine) {
    this.engine = engine;
  }

  List<Case> all() {
    memories();
    names();
    batches();
    return cases;
  }

  private void memory(String name, UnaryOperator<Memory.Builder> change) {
    cases.add(
        new Case(
            "memory: " + name,
            () -> {
              var memory = change.apply(Memory.text("some text")).build();
              var namespace = engine.namespace("hostile");
              namespace.put(memory);
              requireReadable(namespace.get(memory.id()).orElseThrow(), memory);
              namespace.search(SearchRequest.text("some text").highlight(true).build());
            }));
  }

  private static void requireReadable(Memory found, Memory put) {
    if (!found.equals(put)) {
      throw new AssertionError("another memory came back");
    }
  }

  private void memories() {
    memory("a word of 1 MiB", m -> m.text("x".repeat(1 << 20)));
    memory("words of 40,000 letters", m -> m.text(("x".repeat(40_000) + " ").repeat(20)));
    memory("1 MiB and a byte", m -> m.text("x".repeat((1 << 20) + 1)));
    memory("64 MiB", m -> m.text("x".repeat(64 << 20)));
    memory("500,000 words", m -> m.text("a ".repeat(1 << 19)));
    memory("combining", m -> m.text("a" + "\u0301".repeat(500_000)));
    memory("NUL", m -> m.text("\0"));
    memory("surrogate", m -> m.text("\udbff"));
    memory("right to left", m -> m.text("\u202e\u05e9\u05dc\u05d5\u05dd").id("\u202eabc"));
    memory("control characters", m -> m.text("\u001b[2J\u0007\r\n").id("a\nb\u001b[31m"));
    memory("no text", m -> m.text(""));
    memory("surrogate id", m -> m.id("\ud800"));
    memory("NUL id", m -> m.id("\0"));
    memory("id of 1 MiB", m -> m.id("i".repeat(1 << 20)));
    memory("zip slip id", m -> m.id("../../../../precious.txt"));
    memory("absolute id", m -> m.id("/etc/passwd"));
    memory("key NUL", m -> m.attribute("\0", "x"));
    memory("empty key", m -> m.attribute("", "x"));
    memory("key of 1 MiB", m -> m.attribute("k".repeat(1 << 20), 1));
    memory("value of 64 MiB", m -> m.attribute("k", "v".repeat(64 << 20)));
    memory("list of 200,000", m -> m.attribute("k", Collections.nCopies(200_000, "v")));
    memory("empty list", m -> m.attribute("k", List.of()));
    memory("surrogate value", m -> m.attribute("k", "\udfff"));
    memory("NaN value", m -> m.attribute("k", Double.NaN));
    memory("100,000 attributes", HostileMemories::manyAttributes);
    memory("far time", m -> m.time(Instant.MAX));
    memory("time before all", m -> m.time(Instant.MIN));
    memory("far expiry", m -> m.expires(Instant.MAX));
    memory("vector NaN", m -> m.embedding(1, 2, 3, Float.NaN));
    memory("vector infinite", m -> m.embedding(1, 2, 3, Float.POSITIVE_INFINITY));
    memory("vector of 3", m -> m.embedding(1, 2, 3));
    memory("vector of 10^7", m -> m.embedding(new float[10_000_000]));
    memory("no vector", m -> m.embedding(new float[0]));
    memory("huge vector", m -> m.id("huge").embedding(3e38f, -3e38f, 3e38f, 3e38f));
    memory("denormal vector", m -> m.id("tiny").embedding(1e-45f, 0, 0, 0));
    cases.add(
        new Case(
            "search beside huge and tiny vectors",
            () -> {
              var hits =
                  engine
                      .namespace("hostile")
                      .search(SearchRequest.vector(1, 1, 1, 1).build())
                      .hits();
              hits.forEach(
                  hit -> {
                    if (!(hit.relevance() >= 0 && hit.relevance() <= 1)) {
                      throw new AssertionError("relevance " + hit.relevance());
                    }
                  });
            }));
  }

  private static Memory.Builder manyAttributes(Memory.Builder builder) {
    IntStream.range(0, 100_000).forEach(i -> builder.attribute("k" + i, i));
    return builder;
  }

  private void namespace(String name, String namespace) {
    cases.add(
        new Case(
            "namespace: " + name,
            () -> {
              engine.namespace(namespace).put(Memory.text("x").id("x").build());
              engine.namespace(namespace).delete("x");
            }));
  }

  private void names() {
    namespace("zip slip", "../../../outside");
    namespace("absolute", "/tmp/outside");
    namespace("windows", "C:\\outside\\..\\x");
    namespace("NUL", "a\0b");
    namespace("surrogate", "\ud800");
    namespace("control characters", "\u001b[31m\n");
    namespace("right to left", "\u202e\u05d0");
    namespace("empty", "");
    namespace("1 MiB", "n".repeat(1 << 20));
    namespace("as many bytes as allowed", "\u05d0".repeat(128));
  }

  private void batch(String name, HostileInputChild.Action action) {
    cases.add(new Case("batch: " + name, action));
  }

  private void batches() {
    var namespace = engine.namespace("batches");
    batch("of none", () -> namespace.addAll(List.of()));
    batch(
        "the same 10,000 times",
        () -> namespace.putAll(Collections.nCopies(10_000, Memory.text("x").id("same").build())));
    batch(
        "the same twice, new",
        () -> namespace.addAll(Collections.nCopies(2, Memory.text("x").id("twice").build())));
    batch(
        "60 of 1 MiB",
        () ->
            namespace.putAll(
                Collections.nCopies(60, Memory.text("y".repeat(1 << 20)).id("big").build())));
    batch("delete 10^6 ids", () -> namespace.deleteAll(Collections.nCopies(1_000_000, "none")));
    batch("get 10^6 ids", () -> namespace.getAll(Collections.nCopies(1_000_000, "none")));
    batch("empty id", () -> namespace.get(""));
    batch("long id", () -> namespace.get("i".repeat(1 << 20)));
    batch("surrogate id", () -> namespace.delete("\ud800"));
    batch("history of NUL", () -> namespace.history("\0"));
    batch(
        "update of a missing one",
        () -> namespace.update("\u001b[31m", MemoryUpdate.builder().text("x").build()));
    batch(
        "1,000 searches",
        () -> namespace.searchAll(Collections.nCopies(1_000, SearchRequest.text("x").build())));
  }
}
