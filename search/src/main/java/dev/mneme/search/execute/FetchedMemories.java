package dev.mneme.search.execute;

import dev.mneme.core.log.format.LogRecord.Put;
import dev.mneme.memory.MemoryKey;
import dev.mneme.index.api.TieOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memories, or only their keys, that one search has read from the log so far, each once. Not
 * thread-safe.
 */
final class FetchedMemories implements TieOrder {
  private final SearchSource source;
  private final Map<Integer, MemoryKey> tied = new HashMap<>();
  private int[] keys = new int[64];
  private @Nullable Put[] values = new @Nullable Put[64];
  private int size;

  FetchedMemories(SearchSource source) {
    this.source = source;
  }

  Put get(int ordinal) {
    int entry = find(ordinal);
    var known = values[entry];
    if (known != null) {
      return known;
    }
    var fetched = source.fetch(ordinal);
    keys[entry] = ordinal;
    values[entry] = fetched;
    if (++size > keys.length / 2) {
      grow();
    }
    return fetched;
  }

  @Override
  public long time(int ordinal) {
    return source.time().time(ordinal);
  }

  @Override
  public MemoryKey key(int ordinal) {
    return tied.computeIfAbsent(ordinal, source::key);
  }

  private int find(int ordinal) {
    int mask = keys.length - 1;
    int hash = ordinal * 0x9E3779B9;
    int entry = (hash ^ (hash >>> 16)) & mask;
    while (values[entry] != null && keys[entry] != ordinal) {
      entry = (entry + 1) & mask;
    }
    return entry;
  }

  private void grow() {
    int[] oldKeys = keys;
    var oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new @Nullable Put[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int entry = find(oldKeys[i]);
        keys[entry] = oldKeys[i];
        values[entry] = oldValues[i];
      }
    }
  }
}
