package dev.mneme.index.attribute;

import dev.mneme.filter.Filter;
import dev.mneme.filter.Scalars;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.btree.Entry;
import dev.mneme.index.btree.Root;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many ordinals of the view match a filter, without making the set.
 *
 * <p>Counted: all ordinals applied and not swept, dead ones included, N of them.
 *
 * <ul>
 *   <li>Equality, IN, EXISTS and numeric ranges of keys that never had a list of several values are
 *       exact.
 *   <li>Where one ordinal may have up to e values, v (value, ordinal) pairs belong to v / e to v
 *       ordinals; the expectation throws the pairs independently at the m ordinals that have the
 *       key: m (1 - (1 - 1/m)^v).
 *   <li>Ranges, prefixes and parts of strings look at {@value #VALUES_LOOKED_AT} values; where
 *       there are more, the expectation is that of System R (Selinger and others, 1979), a third of
 *       the ordinals that have the key for a range that is open at one end and a quarter for
 *       others.
 *   <li>AND and OR assume that operands are independent: N times the product of the operands'
 *       shares, and the like for their complements. The bounds assume nothing.
 * </ul>
 *
 * O(nodes * (log n + {@value #VALUES_LOOKED_AT})).
 */
final class CardinalityEstimator {
  static final int VALUES_LOOKED_AT = 64;

  private final AttributeState state;

  CardinalityEstimator(AttributeState state) {
    this.state = state;
  }

  @SuppressWarnings("ReferenceEquality") // the same bitmap means that nothing was added
  Cardinality estimate(Filter filter) {
    while (true) {
      var known = state.known();
      var estimate = estimate(filter, known.cardinality());
      if (state.known() == known) {
        return estimate;
      }
      // A commit began in between: what it adds may have been counted, but not among all.
    }
  }

  private Cardinality estimate(Filter filter, long all) {
    return switch (filter) {
      case Filter.All() -> Cardinality.exact(all);
      case Filter.And(var operands) -> and(operands, all);
      case Filter.Or(var operands) -> or(operands, all);
      case Filter.Not(var operand) -> {
        Cardinality inner = estimate(operand, all);
        yield new Cardinality(all - inner.max(), all - inner.expected(), all - inner.min());
      }
      case Filter.Equal(var key, var value) -> in(key, List.of(value), all);
      case Filter.In(var key, var values) -> in(key, values, all);
      case Filter.Compare compare -> interval(compare.key(), Interval.of(compare), all);
      case Filter.Between between ->
          Interval.of(between)
              .map(interval -> interval(between.key(), interval, all))
              .orElse(Cardinality.exact(0));
      case Filter.Prefix(var key, var prefix) -> prefix(key, prefix, all);
      case Filter.Substring(var key, var part) -> substring(key, part, all);
      case Filter.Exists(var key) ->
          Cardinality.exact(state.key(key).map(index -> having(index, all)).orElse(0L));
    };
  }

  /** A commit may be half published: never more than there are. */
  private static long having(KeyIndex key, long all) {
    return Math.min(all, key.exists().cardinality());
  }

  private Cardinality and(List<Filter> operands, long all) {
    double share = 1;
    long most = all;
    long missing = 0;
    for (Filter operand : operands) {
      Cardinality part = estimate(operand, all);
      share *= share(part.expected(), all);
      most = Math.min(most, part.max());
      missing += all - part.min();
    }
    return bounded(Math.max(0, all - missing), share * all, most);
  }

  private Cardinality or(List<Filter> operands, long all) {
    double shareOfNone = 1;
    long most = 0;
    long least = 0;
    for (Filter operand : operands) {
      Cardinality part = estimate(operand, all);
      shareOfNone *= 1 - share(part.expected(), all);
      most = Math.min(all, most + part.max());
      least = Math.max(least, part.min());
    }
    return bounded(least, (1 - shareOfNone) * all, most);
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private static Cardinality bounded(long least, double expected, long most) {
    long min = Math.min(least, most);
    return new Cardinality(min, Math.clamp(Math.round(expected), min, most), most);
  }

  private Cardinality in(String key, List<Scalar> values, long all) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return Cardinality.exact(0);
    }
    long pairs = 0;
    long largest = 0;
    for (Scalar value : values.stream().map(Scalars::canonical).distinct().toList()) {
      long count = index.get().postings(value).map(Postings::cardinality).orElse(0);
      pairs += count;
      largest = Math.max(largest, count);
    }
    if (pairs == largest) {
      return Cardinality.exact(Math.min(pairs, all));
    }
    Cardinality known = ofPairs(index.get(), pairs, all);
    return bounded(Math.max(known.min(), largest), (double) known.expected(), known.max());
  }

  /** How many ordinals have at least one of this many (value, ordinal) pairs. */
  private static Cardinality ofPairs(KeyIndex key, long pairs, long all) {
    int elements = Math.max(1, key.maxElements());
    long having = having(key, all);
    long most = Math.min(pairs, having);
    if (elements == 1 || most == 0) {
      return Cardinality.exact(most);
    }
    double expected = (double) having * -Math.expm1((double) pairs * Math.log1p(-1.0 / having));
    return bounded((pairs + elements - 1) / elements, expected, most);
  }

  private Cardinality interval(String key, Interval interval, long all) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return Cardinality.exact(0);
    }
    if (interval.isNumeric()) {
      return ofPairs(index.get(), numbers(index.get(), interval), all);
    }
    var walk = new Walk();
    for (Map.Entry<Scalar, Postings> entry :
        index.get().from(interval.low(), interval.lowIncluded())) {
      if (!interval.isBelowHigh(entry.getKey())) {
        return ofPairs(index.get(), walk.pairs, all);
      }
      if (!walk.take(entry.getValue())) {
        boolean openEnd = interval.high().isEmpty() || interval.low().equals(new StringValue(""));
        return unfinished(index.get(), walk.pairs, openEnd ? 3 : 4, all);
      }
    }
    return ofPairs(index.get(), walk.pairs, all);
  }

  private long numbers(KeyIndex key, Interval interval) {
    Root root = state.numbers();
    long pairs = 0;
    for (SortableNumbers.Range range : SortableNumbers.ranges(interval)) {
      int group = AttributeState.group(key, range);
      pairs += root.count(Entry.before(group, range.low()), Entry.behind(group, range.high()));
    }
    return pairs;
  }

  private Cardinality prefix(String key, String prefix, long all) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return Cardinality.exact(0);
    }
    var walk = new Walk();
    String start = AttributeEvaluator.wholeCodePoints(prefix);
    for (Map.Entry<Scalar, Postings> entry : index.get().strings(start)) {
      if (!(entry.getKey() instanceof StringValue(String value)) || !value.startsWith(start)) {
        break;
      }
      if (value.startsWith(prefix) && !walk.take(entry.getValue())) {
        return unfinished(index.get(), walk.pairs, 4, all);
      }
    }
    return ofPairs(index.get(), walk.pairs, all);
  }

  private Cardinality substring(String key, String part, long all) {
    Optional<KeyIndex> index = state.key(key);
    if (index.isEmpty()) {
      return Cardinality.exact(0);
    }
    long pairs = 0;
    int looked = 0;
    for (Map.Entry<Scalar, Postings> entry : index.get().strings("")) {
      if (looked++ == VALUES_LOOKED_AT) {
        return unfinished(index.get(), pairs, 4, all);
      }
      if (entry.getKey() instanceof StringValue(String value) && value.contains(part)) {
        pairs += entry.getValue().cardinality();
      }
    }
    return ofPairs(index.get(), pairs, all);
  }

  private static Cardinality unfinished(KeyIndex key, long pairs, int divisor, long all) {
    long having = having(key, all);
    long least = Math.min(having, ofPairs(key, pairs, all).min());
    return bounded(least, (double) having / divisor, having);
  }

  /** Adds up the first values of a walk. */
  private static final class Walk {
    private long pairs;
    private int values;

    /** False where enough was seen: the value is not counted then. */
    boolean take(Postings postings) {
      if (values++ == VALUES_LOOKED_AT) {
        return false;
      }
      pairs += postings.cardinality();
      return true;
    }
  }
}
