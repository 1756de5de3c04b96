package dev.mneme.index.attribute;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The ordinals of each namespace, by its dense number. A commit replaces the sets that it touches,
 * not the table.
 */
final class NamespaceSets {
  private volatile AtomicReferenceArray<OrdinalBitmap> sets = table(16);

  /** How many namespaces have been seen. The writer's. */
  private int size;

  private static AtomicReferenceArray<OrdinalBitmap> table(int length) {
    var table = new AtomicReferenceArray<OrdinalBitmap>(length);
    for (int i = 0; i < length; i++) {
      table.setPlain(i, OrdinalBitmap.empty());
    }
    return table;
  }

  OrdinalBitmap get(int namespace) {
    AtomicReferenceArray<OrdinalBitmap> table = sets;
    return namespace >= 0 && namespace < table.length()
        ? table.get(namespace)
        : OrdinalBitmap.empty();
  }

  int size() {
    return size;
  }

  void set(int namespace, OrdinalBitmap ordinals) {
    AtomicReferenceArray<OrdinalBitmap> table = sets;
    if (namespace >= table.length()) {
      AtomicReferenceArray<OrdinalBitmap> larger =
          table(Math.max(2 * table.length(), namespace + 1));
      for (int i = 0; i < table.length(); i++) {
        larger.setPlain(i, table.get(i));
      }
      table = larger;
    }
    table.set(namespace, ordinals);
    sets = table;
    size = Math.max(size, namespace + 1);
  }

  void sweep(OrdinalBitmap dead) {
    for (int i = 0; i < size; i++) {
      sets.set(i, sets.get(i).andNot(dead));
    }
  }

  long heapBytes() {
    AtomicReferenceArray<OrdinalBitmap> table = sets;
    long bytes = 0;
    for (int i = 0; i < table.length(); i++) {
      OrdinalBitmap set = table.get(i);
      bytes += 4 + (set.isEmpty() ? 0 : set.heapBytes());
    }
    return bytes;
  }
}
