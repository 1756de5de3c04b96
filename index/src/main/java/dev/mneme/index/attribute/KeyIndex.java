package dev.mneme.index.attribute;

import dev.mneme.filter.Scalars;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.index.api.OrdinalBitmap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One attribute key: which ordinals have it, and the postings of each value in the total order of
 * {@link Scalars#ORDER}. Values are {@linkplain Scalars#canonical canonical}. One writer, readers
 * without locks.
 */
final class KeyIndex {
  /** A skip list's node and its share of the index above. */
  private static final int NODE_BYTES = 36;

  /** Dense, in the order in which keys were first seen; numbers the key's groups in the B-tree. */
  final int number;

  private final ConcurrentNavigableMap<Scalar, Postings> values =
      new ConcurrentSkipListMap<>(Scalars.ORDER);
  private volatile OrdinalBitmap exists = OrdinalBitmap.empty();
  private volatile OrdinalBitmap json = OrdinalBitmap.empty();
  private volatile int maxElements;

  /** How many values are numbers or instants. */
  private volatile int numericValues;

  KeyIndex(int number) {
    this.number = number;
  }

  /** Ordinals that have the attribute, an empty list included. */
  OrdinalBitmap exists() {
    return exists;
  }

  /** Ordinals whose attribute is JSON: a part of {@link #exists}. */
  OrdinalBitmap json() {
    return json;
  }

  /**
   * The most distinct values that one ordinal has had; 1 where the key never had a list of several.
   */
  int maxElements() {
    return maxElements;
  }

  int numericValues() {
    return numericValues;
  }

  /** All values, ascending. */
  Iterable<Map.Entry<Scalar, Postings>> entries() {
    return values.entrySet();
  }

  Optional<Postings> postings(Scalar canonical) {
    return Optional.ofNullable(values.get(canonical));
  }

  /**
   * The values at or above, respectively above, a bound; of all types that order behind it as well.
   */
  Iterable<Map.Entry<Scalar, Postings>> from(Scalar low, boolean included) {
    return values.tailMap(low, included).entrySet();
  }

  /** The strings at or above a bound. */
  Iterable<Map.Entry<Scalar, Postings>> strings(String low) {
    return from(new StringValue(low), true);
  }

  // the writer's side

  /** Replaces the set of ordinals that have the key by a larger one. */
  void exists(OrdinalBitmap larger, int elements) {
    exists = larger;
    maxElements = Math.max(maxElements, elements);
  }

  /** Replaces the set of ordinals that hold JSON. */
  void json(OrdinalBitmap ordinals) {
    json = ordinals;
  }

  /** Adds ordinals, ascending, that are larger than all that the value has. */
  void add(Scalar canonical, int[] ordinals, int count) {
    // one descent for a new value, the common case of keys with many values, whose descents miss
    // the cache
    Postings before = values.putIfAbsent(canonical, Postings.of(ordinals, count));
    if (before == null) {
      countNumeric(canonical, 1);
    } else {
      values.put(canonical, count == 1 ? before.with(ordinals[0]) : before.with(ordinals, count));
    }
  }

  /** As read from a checkpoint. */
  void load(Scalar canonical, Postings postings) {
    values.put(canonical, postings);
    countNumeric(canonical, 1);
  }

  /** An estimate. */
  long heapBytes() {
    long bytes = exists.heapBytes() + json.heapBytes();
    for (Map.Entry<Scalar, Postings> entry : values.entrySet()) {
      int key =
          entry.getKey() instanceof StringValue(String value) ? 16 + 24 + 16 + value.length() : 24;
      bytes += NODE_BYTES + key + entry.getValue().heapBytes();
    }
    return bytes;
  }

  /** Takes ordinals out of all sets; tells which (value, ordinal) pairs of numbers went. */
  void sweep(OrdinalBitmap dead, NumberListener removedNumbers) {
    exists = exists.andNot(dead);
    json = json.andNot(dead);
    for (Map.Entry<Scalar, Postings> entry : values.entrySet()) {
      Postings before = entry.getValue();
      Postings after = before.without(dead);
      if (after.cardinality() == before.cardinality()) {
        continue;
      }
      SortableNumbers.point(entry.getKey())
          .ifPresent(
              point ->
                  before.forEach(
                      ordinal -> {
                        if (dead.contains(ordinal)) {
                          removedNumbers.accept(point, ordinal);
                        }
                      }));
      if (after.cardinality() > 0) {
        values.put(entry.getKey(), after);
      } else {
        values.remove(entry.getKey());
        countNumeric(entry.getKey(), -1);
      }
    }
  }

  /** Receives a number and one of its ordinals. */
  interface NumberListener {
    void accept(SortableNumbers.Range point, int ordinal);
  }

  private void countNumeric(Scalar value, int change) {
    int before = numericValues;
    numericValues =
        switch (Scalars.type(value)) {
          case NUMBER, INSTANT -> before + change;
          case BOOLEAN, STRING -> before;
        };
  }
}
