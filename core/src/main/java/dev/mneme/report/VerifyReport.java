package dev.mneme.report;

import java.util.List;

/**
 * What a check of the store found.
 *
 * @param records in the log
 * @param memories that are live
 * @param problems one clear line each; none if all is well
 */
public record VerifyReport(long records, long memories, List<String> problems) {
  public VerifyReport {
    problems = List.copyOf(problems);
  }

  /** Whether all is well. */
  public boolean ok() {
    return problems.isEmpty();
  }
}
