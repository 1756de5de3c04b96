package dev.mneme.request;

import dev.mneme.memory.Memory;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, if there is one
 */
public record ListPage(List<Entry> entries, Optional<String> next) {
  public ListPage {
    entries = List.copyOf(entries);
  }

  /** A memory with its namespace. */
  public record Entry(String namespace, Memory memory) {}
}
