package dev.mneme.index.attribute;

import dev.mneme.filter.Filter;
import dev.mneme.filter.Scalars;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.btree.Entry;
import dev.mneme.index.btree.Root;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a filter into the set of ordinals of a universe that match it, exactly as {@link
 * dev.mneme.filter.FilterEvaluator} would one by one. Every step works within the universe that is
 * left: an AND starts with the operand that is expected to leave the least and stops when nothing
 * is left.
 */
final class AttributeEvaluator {
  /**
   * Where values have at least this many ordinals each, uniting their sets beats visiting the
   * B-tree's entries.
   */
  private static final int ORDINALS_PER_VALUE_FOR_SETS = 4;

  private final AttributeState state;
  private final CardinalityEstimator estimator;

  AttributeEvaluator(AttributeState state) {
    this.state = state;
    this.estimator = new CardinalityEstimator(state);
  }

  OrdinalBitmap evaluate(Filter filter, OrdinalBitmap universe) {
    if (universe.isEmpty()) {
      return universe;
    }
    return switch (filter) {
      case Filter.All() -> universe;
      case Filter.And(var operands) -> and(operands, universe);
      case Filter.Or(var operands) -> or(operands, universe);
      case Filter.Not(var operand) -> universe.andNot(evaluate(operand, universe));
      case Filter.Equal(var key, var value) -> equal(key, value, universe);
      case Filter.In(var key, var values) -> in(key, values, universe);
      case Filter.Compare compare -> interval(compare.key(), Interval.of(compare), universe);
      case Filter.Between between ->
          Interval.of(between)
              .map(interval -> interval(between.key(), interval, universe))
              .orElse(OrdinalBitmap.empty());
      case Filter.Prefix(var key, var prefix) -> prefix(key, prefix, universe);
      case Filter.Substring(var key, var part) -> substring(key, part, universe);
      case Filter.Exists(var key) ->
          state.key(key).map(index -> index.exists().and(universe)).orElse(OrdinalBitmap.empty());
    };
  }

  private OrdinalBitmap and(List<Filter> operands, OrdinalBitmap universe) {
    if (operands.size() == 1) {
      return evaluate(operands.getFirst(), universe);
    }
    record Operand(Filter filter, long expected) {}
    List<Operand> cheapestFirst =
        operands.stream()
            .map(filter -> new Operand(filter, estimator.estimate(filter).expected()))
            .sorted(Comparator.comparingLong(Operand::expected))
            .toList();
    OrdinalBitmap left = universe;
    for (Operand operand : cheapestFirst) {
      left = evaluate(operand.filter(), left);
    }
    return left;
  }

  private OrdinalBitmap or(List<Filter> operands, OrdinalBitmap universe) {
    return OrdinalBitmap.union(
        operands.stream().map(operand -> evaluate(operand, universe)).toList());
  }

  private OrdinalBitmap equal(String key, Scalar value, OrdinalBitmap universe) {
    return state
        .key(key)
        .flatMap(index -> index.postings(Scalars.canonical(value)))
        .map(postings -> postings.and(universe))
        .orElse(OrdinalBitmap.empty());
  }

  private OrdinalBitmap in(String key, List<Scalar> values, OrdinalBitmap universe) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return OrdinalBitmap.empty();
    }
    var collector = new OrdinalCollector(universe);
    for (Scalar value : values) {
      index.get().postings(Scalars.canonical(value)).ifPresent(collector::add);
    }
    return collector.result();
  }

  private OrdinalBitmap interval(String key, Interval interval, OrdinalBitmap universe) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return OrdinalBitmap.empty();
    }
    var collector = new OrdinalCollector(universe);
    KeyIndex values = index.get();
    long fewOrdinalsEach = (long) ORDINALS_PER_VALUE_FOR_SETS * values.numericValues();
    if (interval.isNumeric() && values.exists().cardinality() < fewOrdinalsEach) {
      collectFromTree(values, interval, collector);
    } else {
      collectSets(values, interval, collector);
    }
    return collector.result();
  }

  private void collectFromTree(KeyIndex key, Interval interval, OrdinalCollector collector) {
    Root numbers = state.numbers();
    for (SortableNumbers.Range range : SortableNumbers.ranges(interval)) {
      int group = AttributeState.group(key, range);
      Iterator<Entry> entries =
          numbers.ascending(Entry.before(group, range.low()), Entry.behind(group, range.high()));
      while (entries.hasNext()) {
        collector.add(entries.next().ordinal());
      }
    }
  }

  private static void collectSets(KeyIndex key, Interval interval, OrdinalCollector collector) {
    for (Map.Entry<Scalar, Postings> entry : key.from(interval.low(), interval.lowIncluded())) {
      if (!interval.isBelowHigh(entry.getKey())) {
        return;
      }
      collector.add(entry.getValue());
    }
  }

  private OrdinalBitmap prefix(String key, String prefix, OrdinalBitmap universe) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return OrdinalBitmap.empty();
    }
    var collector = new OrdinalCollector(universe);
    String start = wholeCodePoints(prefix);
    for (Map.Entry<Scalar, Postings> entry : index.get().strings(start)) {
      if (!(entry.getKey() instanceof StringValue(String value)) || !value.startsWith(start)) {
        break;
      }
      if (value.startsWith(prefix)) {
        collector.add(entry.getValue());
      }
    }
    return collector.result();
  }

  /** Looks at every distinct string of the key. */
  private OrdinalBitmap substring(String key, String part, OrdinalBitmap universe) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return OrdinalBitmap.empty();
    }
    var collector = new OrdinalCollector(universe);
    for (Map.Entry<Scalar, Postings> entry : index.get().strings("")) {
      if (entry.getKey() instanceof StringValue(String value) && value.contains(part)) {
        collector.add(entry.getValue());
      }
    }
    return collector.result();
  }

  /**
   * Strings are in code point order, in which those that start with half a pair are not neighbours.
   */
  static String wholeCodePoints(String prefix) {
    boolean half =
        !prefix.isEmpty() && Character.isHighSurrogate(prefix.charAt(prefix.length() - 1));
    return half ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
