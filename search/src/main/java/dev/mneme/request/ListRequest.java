package dev.mneme.request;

import dev.mneme.core.check.Require;

import dev.mneme.filter.Filter;
import java.time.Instant;
import java.util.Optional;

/**
 * A page of memories by event time.
 *
 * @param from the earliest time, included
 * @param to the first time that is too late
 * @param newestFirst else oldest first
 * @param limit memories a page
 * @param cursor of the page before, to go on after it
 */
public record ListRequest(
    Filter filter,
    Optional<Instant> from,
    Optional<Instant> to,
    boolean newestFirst,
    int limit,
    Optional<String> cursor) {

  public ListRequest {
    Require.that(limit >= 1, "the limit must be at least 1: %d", limit);
    if (from.isPresent() && to.isPresent()) {
      Require.that(!from.get().isAfter(to.get()), "from %s is after to %s", from.get(), to.get());
    }
  }

  /** The newest of everything. */
  public static ListRequest newest(int limit) {
    return new ListRequest(
        Filter.all(), Optional.empty(), Optional.empty(), true, limit, Optional.empty());
  }

  public ListRequest withFilter(Filter newFilter) {
    return new ListRequest(newFilter, from, to, newestFirst, limit, cursor);
  }

  public ListRequest withTimes(Optional<Instant> newFrom, Optional<Instant> newTo) {
    return new ListRequest(filter, newFrom, newTo, newestFirst, limit, cursor);
  }

  public ListRequest oldestFirst() {
    return new ListRequest(filter, from, to, false, limit, cursor);
  }

  public ListRequest after(String newCursor) {
    return new ListRequest(filter, from, to, newestFirst, limit, Optional.of(newCursor));
  }
}
