package dev.mneme.search.execute;

import dev.mneme.filter.Filter;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.search.plan.Choice;
import dev.mneme.search.plan.Planner;
import dev.mneme.search.plan.Way;
import java.util.Optional;

/**
 * Intersects the scope with the filter and the time range, before any leg is planned: exact counts
 * make exact plans.
 */
final class CandidateFinder {
  private final SearchSource source;
  private final Planner planner;

  CandidateFinder(SearchSource source, Planner planner) {
    this.source = source;
    this.planner = planner;
  }

  /**
   * @param visible what the namespace, or all of them, may show
   * @param namespace its ordinal, or {@link dev.mneme.index.time.TimeView#ALL_NAMESPACES}
   */
  CandidateSet find(OrdinalBitmap visible, int namespace, Filter filter, TimeRange range) {
    var matching =
        filter instanceof Filter.All || visible.isEmpty()
            ? visible
            : source.evaluate(filter, visible);
    if (range.isAll() || matching.isEmpty()) {
      return CandidateSet.of(matching);
    }
    if (range.from() >= range.to()) {
      return CandidateSet.of(OrdinalBitmap.empty());
    }
    var time = source.time();
    long keys = time.count(namespace, range.from(), range.to());
    if (keys == 0) {
      return CandidateSet.of(OrdinalBitmap.empty());
    }
    if (nothingOutside(namespace, range)) {
      return CandidateSet.of(matching);
    }
    var choice = planner.planRange(matching.cardinality(), keys);
    long start = System.nanoTime();
    var inRange = apply(choice, matching, namespace, range);
    return new CandidateSet(inRange, Optional.of(choice), (System.nanoTime() - start) / 1e3);
  }

  /**
   * A view knows at least what the snapshot holds, so where it knows nothing outside, the snapshot
   * holds nothing outside.
   */
  private boolean nothingOutside(int namespace, TimeRange range) {
    var time = source.time();
    return (range.from() == Long.MIN_VALUE
            || time.count(namespace, Long.MIN_VALUE, range.from()) == 0)
        && (range.to() == Long.MAX_VALUE || time.count(namespace, range.to(), Long.MAX_VALUE) == 0);
  }

  private OrdinalBitmap apply(
      Choice choice, OrdinalBitmap matching, int namespace, TimeRange range) {
    if (choice.chosen().way() instanceof Way.RangeTree) {
      return matching.and(source.time().range(namespace, range.from(), range.to()));
    }
    var inRange = new int[matching.cardinality()];
    var collector =
        new Object() {
          int size;
        };
    var time = source.time();
    matching.forEach(
        ordinal -> {
          if (range.contains(time.time(ordinal))) {
            inRange[collector.size++] = ordinal;
          }
        });
    return OrdinalBitmap.of(inRange, collector.size);
  }
}
