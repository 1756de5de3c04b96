package dev.mneme.examples.ingest;

import dev.mneme.MemoryEngine;
import java.util.Optional;

/**
 * The store that memories go to. It may be made only when the first memory comes, so that sources
 * without any leave nothing behind.
 */
public interface Target {
  /** The store, if it is there by now. */
  Optional<MemoryEngine> existing();

  /** The store, which is made if it is not there. */
  MemoryEngine engine();

  /** A store that is open. */
  static Target of(MemoryEngine engine) {
    return new Target() {
      @Override
      public Optional<MemoryEngine> existing() {
        return Optional.of(engine);
      }

      @Override
      public MemoryEngine engine() {
        return engine;
      }
    };
  }
}
