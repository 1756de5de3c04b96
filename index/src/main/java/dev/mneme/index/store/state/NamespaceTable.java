package dev.mneme.index.store.state;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Namespace names and their dense numbers, in order of first use; a number is never given away
 * again. One writer, many readers.
 */
public final class NamespaceTable {
  private final Map<String, Integer> ordinals = new ConcurrentHashMap<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  /** Readers see the names below it, so that a name and its number appear as one. */
  private volatile int count;

  public NamespaceTable(List<String> initial) {
    initial.forEach(this::intern);
  }

  /** The number of the name, made if it is new. */
  public int intern(String name) {
    var known = ordinals.get(name);
    if (known != null) {
      return known;
    }
    int ordinal = names.size();
    names.add(name);
    ordinals.put(name, ordinal);
    count = ordinal + 1;
    return ordinal;
  }

  public OptionalInt ordinal(String name) {
    var ordinal = ordinals.get(name);
    return ordinal == null || ordinal >= count ? OptionalInt.empty() : OptionalInt.of(ordinal);
  }

  public List<String> names() {
    return names.stream().limit(count).toList();
  }
}
