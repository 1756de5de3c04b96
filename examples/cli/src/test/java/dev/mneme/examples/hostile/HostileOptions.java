package dev.mneme.examples.hostile;

import dev.mneme.embed.Embedder;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.examples.hostile.HostileInputChild.Case;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Options of an engine, embedders that misbehave, and targets of copies. */
final class HostileOptions {
  private final MemoryEngine engine;
  private final Path stores;
  private final List<Case> cases = new ArrayList<>();

  HostileOptions(MemoryEngine engine, Path stores) {
    this.engine = engine;
    this.stores = stores;
  }

  List<Case> all() {
    options();
    embedders();
    targets();
    return cases;
  }

  private void options(String name, UnaryOperator<EngineOptions> change) {
    cases.add(
        new Case(
            "options: " + name,
            () -> {
              var path = stores.resolve("options-" + cases.size() + "-" + name.hashCode());
              try (var store = MemoryEngine.open(path, change.apply(EngineOptions.defaults()))) {
                store.namespace().put(Memory.text("x").id("x").embedding(1, 2).build());
                store.namespace().search(SearchRequest.text("x").vector(1, 2).build());
                store.compact();
              }
            }));
  }

  private void options() {
    options("dimension 0", o -> o.dimension(0));
    options("dimension -1", o -> o.dimension(-1));
    options("dimension 10^9", o -> o.dimension(1_000_000_000));
    options("graph of 0", o -> o.graphCapacity(0));
    options("graph of MAX", o -> o.graphCapacity(Integer.MAX_VALUE));
    options("off heap from -1", o -> o.offHeapIdsFrom(-1));
    options("checkpoint at 0", o -> o.checkpointBytes(0));
    options("checkpoint at 1", o -> o.checkpointBytes(1));
    options("checkpoint at MAX", o -> o.checkpointBytes(Long.MAX_VALUE));
    options("segments of 0", o -> o.logFileBytes(0));
    options("segments of MAX", o -> o.logFileBytes(Long.MAX_VALUE));
    options("segments of 1 KiB", o -> o.logFileBytes(1_024));
    options("no window", o -> o.asyncWindow(Duration.ZERO, 1));
    options(
        "endless window",
        o -> o.durability(Durability.ASYNC).asyncWindow(Duration.ofSeconds(Long.MAX_VALUE), 1_000));
    options("window of -1", o -> o.asyncWindow(Duration.ofSeconds(1), -1));
    options("0 versions", o -> o.keptVersions(0));
    options("MAX versions", o -> o.keptVersions(Integer.MAX_VALUE));
    options("no limits", o -> o.limits(limits(0)));
    options("negative limits", o -> o.limits(limits(-1)));
    options("huge limits", o -> o.limits(limits(Integer.MAX_VALUE)));
    options("embedder in lines", o -> o.embedderName("a\nb=c\ncrc32c=0\\"));
    options("embedder of 1 MiB", o -> o.embedderName("e".repeat(1 << 20)));
    options("embedder of surrogates", o -> o.embedderName("\ud800"));
  }

  private static Limits limits(int all) {
    return Limits.defaults()
        .maxDimension(all)
        .maxIdBytes(all)
        .maxNamespaceBytes(all)
        .maxTextBytes(all)
        .maxAttributes(all)
        .maxAttributeKeyBytes(all)
        .maxAttributeValueBytes(all)
        .maxLimit(all)
        .maxWindow(all)
        .maxFilterNodes(all)
        .maxFilterValues(all)
        .maxQueryBytes(all);
  }

  /** An embedder that answers anything. */
  private record Odd(int dimension, java.util.function.Supplier<List<Embedding>> answer)
      implements Embedder {
    @Override
    public String name() {
      return "odd";
    }

    @Override
    public List<Embedding> embedMemories(List<String> texts) {
      return answer.get();
    }

    @Override
    public Embedding embedQuery(String text) {
      return answer.get().getFirst();
    }
  }

  private void embedder(
      String name, int dimension, java.util.function.Supplier<List<Embedding>> a) {
    cases.add(
        new Case(
            "embedder: " + name,
            () -> {
              var path = stores.resolve("embedder-" + name.hashCode());
              var options = EngineOptions.defaults().embedder(new Odd(dimension, a));
              try (var store = MemoryEngine.open(path, options)) {
                store.namespace().put(Memory.text("x").id("x").build());
                store.namespace().search(SearchRequest.text("x").build());
              }
            }));
  }

  private void embedders() {
    embedder("none", 2, List::of);
    embedder("two", 2, () -> List.of(Embedding.of(1, 2), Embedding.of(1, 2)));
    embedder("another dimension", 2, () -> List.of(Embedding.of(1, 2, 3)));
    embedder("zero", 2, () -> List.of(Embedding.of(0, 0)));
    embedder("NaN", 2, () -> List.of(Embedding.of(Float.NaN, 0)));
    embedder("no dimension", 0, () -> List.of(Embedding.of(1)));
  }

  private void targets() {
    backup("into the store", Path.of("store", "backup"));
    backup("onto the store", Path.of("store"));
    backup("onto a file", Path.of("store", "store.properties"));
    cases.add(
        new Case(
            "open: a file",
            () ->
                MemoryEngine.open(Path.of("store", "store.properties"), EngineOptions.defaults())));
    cases.add(
        new Case(
            "open: a log directory",
            () -> MemoryEngine.open(Path.of("store", "log"), EngineOptions.defaults())));
    cases.add(
        new Case(
            "open: the store again",
            () -> MemoryEngine.open(Path.of("store", "..", "store"), EngineOptions.defaults())));
    cases.add(
        new Case(
            "salvage: into itself",
            () ->
                MemoryEngine.salvage(
                    Path.of("store"),
                    Path.of("store", "views", "..", "salvaged"),
                    EngineOptions.defaults(),
                    (done, of) -> {})));
  }

  private void backup(String name, Path target) {
    cases.add(new Case("backup: " + name, () -> engine.backup(target)));
  }
}
