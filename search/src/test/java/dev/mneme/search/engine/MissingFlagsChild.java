package dev.mneme.search.engine;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.memory.Memory;
import java.nio.file.Path;

/** Opens a store, writes and finds. */
final class MissingFlagsChild {
  private MissingFlagsChild() {}

  /**
   * @param arguments directory of the store; from how many changes its ids are off the heap
   */
  public static void main(String[] arguments) {
    var options = EngineOptions.defaults().offHeapIdsFrom(Long.parseLong(arguments[1]));
    try (var engine = MemoryEngine.open(Path.of(arguments[0]), options)) {
      engine.namespace().add(Memory.text("x").id("a").build());
      engine.namespace().get("a").orElseThrow();
    }
  }
}
