package dev.mneme.request;

import dev.mneme.core.check.Require;
import dev.mneme.filter.Filter;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of memories by event time. Immutable; build one with {@link #newest} or {@link #oldest}.
 */
public final class ListRequest {
  private final Filter filter;
  private final Optional<Instant> from;
  private final Optional<Instant> to;
  private final boolean newestFirst;
  private final int limit;
  private final Optional<String> cursor;

  private ListRequest(Builder made) {
    filter = Require.given(made.filter, "the filter of a list is null");
    from = Optional.ofNullable(made.from);
    to = Optional.ofNullable(made.to);
    newestFirst = made.newestFirst;
    limit = made.limit;
    cursor = Optional.ofNullable(made.cursor);
    Require.that(limit >= 1, "the limit must be at least 1: %d", limit);
    if (from.isPresent() && to.isPresent()) {
      Require.that(!from.get().isAfter(to.get()), "from %s is after to %s", from.get(), to.get());
    }
  }

  /** Newest first, so many a page. */
  public static Builder newest(int limit) {
    return new Builder(limit, true);
  }

  /** Oldest first, so many a page. */
  public static Builder oldest(int limit) {
    return new Builder(limit, false);
  }

  /** This list from behind the page that gave the cursor. */
  public ListRequest after(String cursor) {
    var next = new Builder(limit, newestFirst).filter(filter).after(cursor);
    from.ifPresent(next::from);
    to.ifPresent(next::to);
    return next.build();
  }

  /** What every memory has to match. */
  public Filter filter() {
    return filter;
  }

  /** The earliest time, included. */
  public Optional<Instant> from() {
    return from;
  }

  /** The first time that is too late. */
  public Optional<Instant> to() {
    return to;
  }

  /** Whether the newest come first, else the oldest. */
  public boolean newestFirst() {
    return newestFirst;
  }

  /** Memories a page. */
  public int limit() {
    return limit;
  }

  /** Of the page before, to go on after it. */
  public Optional<String> cursor() {
    return cursor;
  }

  /** Not thread-safe. What is out of range is refused by {@link #build}. */
  public static final class Builder {
    private final int limit;
    private final boolean newestFirst;
    private Filter filter = Filter.all();
    private @Nullable Instant from;
    private @Nullable Instant to;
    private @Nullable String cursor;

    private Builder(int limit, boolean newestFirst) {
      this.limit = limit;
      this.newestFirst = newestFirst;
    }

    /** What every memory has to match, in its text form. */
    public Builder filter(String filter) {
      return filter(FilterTexts.read(filter));
    }

    /** What every memory has to match; all do by default. */
    public Builder filter(Filter filter) {
      this.filter = filter;
      return this;
    }

    /** {@link ListPage#next()} of the page before. */
    public Builder after(String cursor) {
      this.cursor = cursor;
      return this;
    }

    /** The first time that is too late. */
    public Builder to(Instant end) {
      to = end;
      return this;
    }

    /** The earliest time, included. */
    public Builder from(Instant start) {
      from = start;
      return this;
    }

    /**
     * The request.
     *
     * @throws dev.mneme.error.InvalidRequestException naming what is out of range
     */
    public ListRequest build() {
      return new ListRequest(this);
    }
  }
}
