package dev.mneme.index.attribute;

import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the tests of the view know of it: a map, and {@link FilterEvaluator} over it. */
final class AttributeModel {
  private AttributeModel() {}

  /** What the view must know of an ordinal. */
  record Known(int namespace, Map<String, AttributeValue> attributes, long expires) {
    static final long NEVER = Long.MAX_VALUE;

    CommitBatch.Added added(int ordinal) {
      var memory = Memory.text("x").id("m" + ordinal).time(Instant.EPOCH).attributes(attributes);
      if (expires != NEVER) {
        memory.expires(Instant.ofEpochMilli(expires));
      }
      return new CommitBatch.Added(ordinal, namespace, 0, memory.build());
    }
  }

  static CommitBatch batch(long sequence, List<CommitBatch.Added> added) {
    return new CommitBatch(sequence, added, new int[0]);
  }

  static OrdinalBitmap matching(Map<Integer, Known> model, Filter filter, OrdinalBitmap universe) {
    return OrdinalBitmap.of(
        model.entrySet().stream()
            .filter(entry -> universe.contains(entry.getKey()))
            .filter(entry -> FilterEvaluator.matches(filter, entry.getValue().attributes()))
            .mapToInt(Map.Entry::getKey)
            .toArray());
  }

  static OrdinalBitmap ordinals(Map<Integer, Known> model) {
    return OrdinalBitmap.of(model.keySet().stream().mapToInt(Integer::intValue).toArray());
  }

  static OrdinalBitmap half(OrdinalBitmap all, Random random) {
    return OrdinalBitmap.of(
        Arrays.stream(all.toArray()).filter(_ -> random.nextBoolean()).toArray());
  }
}
