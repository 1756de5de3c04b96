package dev.mneme.core.log.repair;

import dev.mneme.core.log.LogExpectation;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.report.Progress;

import dev.mneme.error.StorageException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a full check of the log found.
 *
 * @param records valid puts and deletes
 * @param problems one clear line each, naming file and offset; none if all is well
 */
public record LogCheck(long records, long bytes, List<String> problems) {
  public LogCheck {
    problems = List.copyOf(problems);
  }

  public boolean ok() {
    return problems.isEmpty();
  }

  /**
   * Reads everything that an open log has on disk and says what is wrong with it. Appends go on
   * meanwhile; changes nothing.
   */
  public static LogCheck of(MemoryLog log, Progress progress) {
    return log.withFiles(files -> LogVerifier.verify(files, progress));
  }

  /**
   * Reads all files of a log that nobody has open, and says what is wrong with them. Changes
   * nothing: what opening it would repair is left as it is, and is no problem.
   */
  public static LogCheck ofFiles(Storage storage, Path directory, Progress progress) {
    return ofFiles(storage, directory, LogExpectation.NONE, progress);
  }

  /** The same, of a log of which something is known: less is a problem. */
  public static LogCheck ofFiles(
      Storage storage, Path directory, LogExpectation expectation, Progress progress) {
    try {
      return LogVerifier.verify(storage, directory, expectation, progress);
    } catch (IOException e) {
      throw new StorageException(directory, "cannot be listed: " + e.getMessage(), e);
    }
  }
}
