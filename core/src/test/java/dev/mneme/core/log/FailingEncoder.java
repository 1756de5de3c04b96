package dev.mneme.core.log;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.storage.Storage;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The real encoder, with an error of the kind that programmers make where a test wants one. */
public final class FailingEncoder extends RecordEncoder {
  /** What fails, and how. */
  public volatile Supplier<Throwable> error = () -> new IndexOutOfBoundsException("injected");

  /** Records that cannot be begun. */
  public volatile Predicate<LogRecord> before = _ -> false;

  /** Records that fail when they are in the buffer already. */
  public volatile Predicate<LogRecord> after = _ -> false;

  /** Whether the end of a batch fails, before anything of it is in the buffer. */
  public volatile boolean atEnd;

  /** A log that writes through it. */
  public MemoryLog open(Storage storage, Path directory, LogOptions options) {
    return MemoryLog.open(storage, directory, options, this);
  }

  @Override
  public int add(LogRecord record) {
    failIf(before.test(record));
    int start = super.add(record);
    failIf(after.test(record));
    return start;
  }

  @Override
  public void end(long lastSequence, int lastOrdinal, long durable) {
    failIf(atEnd);
    super.end(lastSequence, lastOrdinal, durable);
  }

  private void failIf(boolean fail) {
    if (fail) {
      switch (error.get()) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new AssertionError(e);
      }
    }
  }
}
