package dev.mneme.index.sync;

import java.util.List;

/**
 * What a check of a store found.
 *
 * @param records in the log
 * @param memories that are live
 * @param problems one line each
 */
public record StoreReport(long records, long memories, List<String> problems) {
  public StoreReport {
    problems = List.copyOf(problems);
  }
}
