package dev.mneme.index.attribute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.btree.CountedTree;
import dev.mneme.index.btree.Entry;
import java.util.Arrays;
import java.util.Iterator;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;

/**
 * When ordinals expire: a B-tree by instant, and the instant by ordinal so that reclaimed ones
 * leave at once.
 */
final class Expiries {
  private static final int GROUP = 0;

  private final CountedTree tree;

  /** The writer's. */
  private final IntLongHashMap byOrdinal = new IntLongHashMap();

  Expiries(CountedTree tree) {
    this.tree = tree;
    tree.root()
        .ascending()
        .forEachRemaining(entry -> byOrdinal.put(entry.ordinal(), entry.value()));
  }

  static Entry entry(long epochMillis, int ordinal) {
    return new Entry(GROUP, epochMillis, ordinal);
  }

  void add(int ordinal, long epochMillis) {
    byOrdinal.put(ordinal, epochMillis);
    tree.add(entry(epochMillis, ordinal));
  }

  void remove(OrdinalBitmap dead) {
    if (byOrdinal.isEmpty()) {
      return;
    }
    dead.forEach(
        ordinal -> {
          if (byOrdinal.containsKey(ordinal)) {
            tree.remove(entry(byOrdinal.get(ordinal), ordinal));
            byOrdinal.remove(ordinal);
          }
        });
  }

  /** Those that expire at or before the instant. */
  OrdinalBitmap until(long epochMillis) {
    var ordinals = new int[16];
    int count = 0;
    Iterator<Entry> entries =
        tree.root()
            .ascending(Entry.before(GROUP, Long.MIN_VALUE), Entry.behind(GROUP, epochMillis));
    while (entries.hasNext()) {
      if (count == ordinals.length) {
        ordinals = Arrays.copyOf(ordinals, 2 * count);
      }
      ordinals[count++] = entries.next().ordinal();
    }
    return OrdinalBitmap.of(ordinals, count);
  }

  long next() {
    return tree.root().first().map(Entry::value).orElse(Long.MAX_VALUE);
  }

  Iterator<Entry> entries() {
    return tree.root().ascending();
  }

  int size() {
    return (int) tree.size();
  }

  long heapBytes() {
    return tree.size() * (CountedTree.BYTES_PER_ENTRY + 32L);
  }
}
