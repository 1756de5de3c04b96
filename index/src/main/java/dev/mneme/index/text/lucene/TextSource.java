package dev.mneme.index.text.lucene;

import dev.mneme.index.api.CommitBatch;
import java.util.function.Consumer;

/** Reads the texts out of the log, for an index that is made anew. Thread-safe. */
@FunctionalInterface
public interface TextSource {
  /**
   * Gives all that was added after a sequence and is published now, dead or alive, in order.
   *
   * @throws dev.mneme.error.CorruptionException if the log is damaged
   */
  void replay(long after, Consumer<CommitBatch> to);
}
