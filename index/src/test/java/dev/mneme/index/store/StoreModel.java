package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What one client told a store, as the states after each change in their one order. Of these a
 * crash may leave any that is not older than the newest which was promised to be durable.
 */
final class StoreModel {
  private final List<Map<String, Memory>> states = new ArrayList<>(List.of(Map.of()));
  private int durable;
  private int published;

  /** Adds the state after a change that is attempted. */
  void attempt(Consumer<Map<String, Memory>> change) {
    var next = new TreeMap<>(states.getLast());
    change.accept(next);
    states.add(next);
  }

  /** The last change was acknowledged. */
  void acknowledged() {
    published = states.size() - 1;
  }

  /** Everything acknowledged survives a power failure from now on. */
  void durable() {
    durable = published;
  }

  static String key(String namespace, String id) {
    return new MemoryKey(namespace, id).toString();
  }

  /** What the client may see now, as far as nothing has failed. */
  Map<String, Memory> visible(Instant now) {
    return visible(states.get(published), now);
  }

  /**
   * As long as the process lives, what was acknowledged is there, and nothing else: a change that
   * failed may be lost yet, so nobody may have seen it.
   */
  void requireVisible(LocalStore store, Instant now, String what) {
    assertThat(contents(store)).as(what).isEqualTo(visible(now));
  }

  /** Checks what is there after a crash, and goes on from it. */
  void requireRecovered(LocalStore store, Instant now, boolean power, String what) {
    var found = contents(store);
    int oldest = power ? durable : published;
    int at = states.size() - 1;
    while (at >= oldest && !visible(states.get(at), now).equals(found)) {
      at--;
    }
    if (at < oldest) {
      assertThat(found)
          .as("%s: none of the states %d to %d", what, oldest, states.size() - 1)
          .isEqualTo(visible(states.get(oldest), now));
    }
    var kept = states.get(at);
    states.clear();
    states.add(kept);
    durable = 0;
    published = 0;
  }

  private static Map<String, Memory> visible(Map<String, Memory> state, Instant now) {
    var visible = new TreeMap<>(state);
    visible.values().removeIf(memory -> isExpired(memory, now));
    return visible;
  }

  static boolean isExpired(Memory memory, Instant now) {
    return memory.expires().filter(end -> !end.isAfter(now)).isPresent();
  }

  /** The keys of a namespace that match, as the evaluator sees it. */
  static boolean matches(Map.Entry<String, Memory> entry, String namespace, Filter filter) {
    return entry.getKey().equals(key(namespace, entry.getValue().id()))
        && FilterEvaluator.matches(filter, entry.getValue().attributes());
  }

  private static Map<String, Memory> contents(LocalStore store) {
    var found = new TreeMap<String, Memory>();
    try (var snapshot = store.snapshot()) {
      for (var namespace : store.namespaces()) {
        store
            .matching(snapshot, namespace, Filter.all())
            .forEach(
                ordinal -> {
                  var put = store.fetch(ordinal);
                  found.put(key(put.namespace(), put.id()), put.memory());
                });
      }
    }
    return found;
  }
}
