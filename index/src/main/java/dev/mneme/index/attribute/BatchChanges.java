package dev.mneme.index.attribute;

import dev.mneme.filter.Scalars;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * What a batch adds, gathered by set, so that each touched set is copied once a batch. Used once,
 * by the writer.
 */
final class BatchChanges {

  /** What a batch adds to one attribute key. */
  private static final class KeyChanges {
    private final IntArrayList exists = new IntArrayList(1);
    private final IntArrayList json = new IntArrayList(0);
    private final Map<Scalar, IntArrayList> values = new HashMap<>(4);
    private int maxElements;
  }

  private final AttributeState state;
  private final IntArrayList known = new IntArrayList();
  private final Map<Integer, IntArrayList> namespaces = new HashMap<>();
  private final Map<String, KeyChanges> keys = new HashMap<>();

  BatchChanges(AttributeState state) {
    this.state = state;
  }

  void add(CommitBatch.Added added) {
    int ordinal = added.ordinal();
    known.add(ordinal);
    namespaces.computeIfAbsent(added.namespaceOrdinal(), _ -> new IntArrayList(1)).add(ordinal);
    added.memory().attributes().forEach((key, value) -> add(ordinal, key, value));
    added
        .memory()
        .expires()
        .ifPresent(expires -> state.expiries.add(ordinal, expires.toEpochMilli()));
  }

  private void add(int ordinal, String key, AttributeValue value) {
    KeyChanges changes = keys.computeIfAbsent(key, _ -> new KeyChanges());
    changes.exists.add(ordinal);
    switch (value) {
      case Scalar scalar -> {
        add(changes, Scalars.canonical(scalar), ordinal);
        changes.maxElements = Math.max(changes.maxElements, 1);
      }
      case AttributeValue.ListValue(List<Scalar> elements) -> {
        var distinct = new HashSet<Scalar>();
        for (Scalar element : elements) {
          Scalar canonical = Scalars.canonical(element);
          if (distinct.add(canonical)) {
            add(changes, canonical, ordinal);
          }
        }
        changes.maxElements = Math.max(changes.maxElements, distinct.size());
      }
      case AttributeValue.JsonValue _ -> changes.json.add(ordinal);
    }
  }

  private static void add(KeyChanges changes, Scalar canonical, int ordinal) {
    changes.values.computeIfAbsent(canonical, _ -> new IntArrayList(1)).add(ordinal);
  }

  /** Makes the changes visible. */
  void publish() {
    // First, so that an estimate never counts an ordinal that is not among those that there are.
    state.known(union(state.known(), known));
    keys.forEach(this::publish);
    namespaces.forEach(
        (namespace, ordinals) ->
            state.namespaces.set(namespace, union(state.namespaces.get(namespace), ordinals)));
  }

  private void publish(String name, KeyChanges changes) {
    KeyIndex key = state.keyForWriting(name);
    // before the values: an estimate that reads in between must not find more values an ordinal
    // than elements
    key.exists(union(key.exists(), changes.exists), changes.maxElements);
    if (!changes.json.isEmpty()) {
      key.json(union(key.json(), changes.json));
      state.holdsJson();
    }
    changes.values.forEach(
        (value, ordinals) -> {
          int[] array = ordinals.toArray();
          key.add(value, array, array.length);
          SortableNumbers.point(value)
              .ifPresent(
                  point -> {
                    for (int ordinal : array) {
                      state.addNumber(key, point, ordinal);
                    }
                  });
        });
  }

  private static OrdinalBitmap union(OrdinalBitmap set, IntArrayList added) {
    return added.size() == 1 ? set.with(added.get(0)) : set.or(OrdinalBitmap.of(added.toArray()));
  }
}
