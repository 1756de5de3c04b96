package dev.mneme.index.store.repair;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.text.lucene.TextSource;
import java.util.List;
import java.util.function.Consumer;

/** The texts of the log. Thread-safe. */
public record LogTexts(MemoryLog log) implements TextSource {

  @Override
  public void replay(long after, Consumer<CommitBatch> to) {
    log.replay(
        after,
        (position, record) -> {
          if (record instanceof LogRecord.Put put) {
            var added = new CommitBatch.Added(put.ordinal(), 0, position, put.memory());
            to.accept(new CommitBatch(put.sequence(), List.of(added), new int[0]));
          }
        });
  }
}
