package dev.mneme.index.text.lucene;

import dev.mneme.index.api.CommitBatch;
import dev.mneme.memory.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index in memory that answers in the place of one whose files are damaged, until the view is
 * opened again: made of the log by the first search that needs it, which may take a while, and
 * brought up to date by each that finds it behind. Thread-safe.
 */
public final class StandIn {
  private static final Logger LOG = LoggerFactory.getLogger(StandIn.class);

  private final Path path;
  private final Language language;
  private final Analyzer analyzer;
  private final TextSource source;
  private Optional<Parts> parts = Optional.empty();
  private long applied = -1;
  private volatile boolean needed;

  private record Parts(LuceneIndex index, Readers readers) {}

  public StandIn(Path path, Language language, Analyzer analyzer, TextSource source) {
    this.path = path;
    this.language = language;
    this.analyzer = analyzer;
    this.source = source;
  }

  /** Whether the files are known to be damaged. */
  public boolean isNeeded() {
    return needed;
  }

  /** Says once that the files are damaged. */
  public synchronized void need(Throwable cause) {
    if (!needed) {
      needed = true;
      LOG.warn(
          "{} is damaged: text is searched in an index in memory, made of the log, until the store"
              + " is reopened: {}",
          path,
          cause.toString());
    }
  }

  /** The generation that holds everything up to the sequence. The caller releases it. */
  public Generation acquire(long sequence) throws IOException {
    return caughtUp(sequence).readers.acquire(sequence);
  }

  private synchronized Parts caughtUp(long sequence) throws IOException {
    if (parts.isEmpty()) {
      var index = LuceneIndex.inMemory(path, language, analyzer);
      parts = Optional.of(new Parts(index, new Readers(index)));
    }
    var index = parts.get().index;
    if (applied < sequence) {
      source.replay(
          applied,
          batch -> {
            index.add(batch);
            applied = batch.sequence();
          });
      if (applied < sequence) { // the last ones were deletions
        index.add(new CommitBatch(sequence, List.of(), new int[0]));
        applied = sequence;
      }
    }
    return parts.get();
  }

  public synchronized void close() {
    if (parts.isPresent()) {
      parts.get().readers.close();
      parts.get().index.close();
      parts = Optional.empty();
    }
  }
}
