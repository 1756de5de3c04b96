package dev.mneme.core.log;

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

  /** Hears how far the check is. */
  @FunctionalInterface
  public interface Progress {
    void checked(long bytes, long ofBytes);
  }
}
