package dev.mneme.index.store.state;

import java.util.function.LongPredicate;
import org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap;

/**
 * Where the deletion of an id stands in the log, so that its history can be told after it is gone
 * from the id map: a 64-bit hash of (namespace, id) to the sequence of the delete record, 16 to 32
 * bytes a deleted id. Whoever reads the record compares the id: a hash can collide. Thread-safe.
 */
public final class Tombstones {
  static final long ABSENT = -1;

  private final LongLongHashMap sequences = new LongLongHashMap();

  public synchronized void put(String namespace, String id, long sequence) {
    sequences.put(hash(namespace, id), sequence);
  }

  public synchronized void remove(String namespace, String id) {
    if (!sequences.isEmpty()) {
      sequences.remove(hash(namespace, id));
    }
  }

  public synchronized long get(String namespace, String id) {
    return sequences.isEmpty() ? ABSENT : sequences.getIfAbsent(hash(namespace, id), ABSENT);
  }

  /** Forgets those whose record is not in the log any more. */
  public synchronized void retain(LongPredicate recordExists) {
    var gone = sequences.keyValuesView().select(pair -> !recordExists.test(pair.getTwo())).toList();
    gone.forEach(pair -> sequences.remove(pair.getOne()));
  }

  /** Pairs of hash and sequence, flattened. */
  synchronized long[] toArray() {
    var out = new long[sequences.size() * 2];
    int[] next = {0};
    sequences.forEachKeyValue(
        (hash, sequence) -> {
          out[next[0]++] = hash;
          out[next[0]++] = sequence;
        });
    return out;
  }

  synchronized void putHash(long hash, long sequence) {
    sequences.put(hash, sequence);
  }

  /**
   * FNV-1a over the characters, finished with the mixer of SplitMix64 (Steele et al., OOPSLA 2014).
   */
  private static long hash(String namespace, String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < namespace.length(); i++) {
      hash = (hash ^ namespace.charAt(i)) * 0x100000001b3L;
    }
    hash =
        (hash ^ 0x1_0000) * 0x100000001b3L; // no character: keeps ("a", "bc") and ("ab", "c") apart
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
