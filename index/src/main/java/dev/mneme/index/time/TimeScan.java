package dev.mneme.index.time;

import dev.mneme.index.btree.Entry;
import dev.mneme.index.btree.Root;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * A scan of one range of times in either direction. Across namespaces it merges theirs by a heap:
 * one O(log namespaces) step for each ordinal visited.
 */
record TimeScan(Root root, long from, long to, boolean newestFirst) {
  private static final Comparator<Entry> OLDEST_FIRST =
      Comparator.comparingLong(Entry::value).thenComparingInt(Entry::ordinal);

  /** A scan of one namespace and the entry that it stands on. */
  private static final class Head {
    private final Iterator<Entry> rest;
    private Entry entry;

    Head(Iterator<Entry> rest) {
      this.rest = rest;
      this.entry = rest.next();
    }

    boolean advance() {
      if (!rest.hasNext()) {
        return false;
      }
      entry = rest.next();
      return true;
    }
  }

  /** Visits one namespace until the visitor has enough. */
  void visit(int namespace, IntPredicate visitor) {
    var entries = entries(namespace);
    while (entries.hasNext() && visitor.test(entries.next().ordinal())) {
      // the visitor does the work
    }
  }

  /** Visits the namespaces 0 to {@code namespaces} - 1, merged, until the visitor has enough. */
  void visitAll(int namespaces, IntPredicate visitor) {
    var order = newestFirst ? OLDEST_FIRST.reversed() : OLDEST_FIRST;
    var heap = new PriorityQueue<Head>(Comparator.comparing((Head head) -> head.entry, order));
    for (int namespace = 0; namespace < namespaces; namespace++) {
      var entries = entries(namespace);
      if (entries.hasNext()) {
        heap.add(new Head(entries));
      }
    }
    while (!heap.isEmpty()) {
      var first = heap.remove();
      if (!visitor.test(first.entry.ordinal())) {
        return;
      }
      if (first.advance()) {
        heap.add(first);
      }
    }
  }

  private Iterator<Entry> entries(int namespace) {
    var low = Entry.before(namespace, from);
    var high = Entry.before(namespace, to);
    return newestFirst ? root.descending(low, high) : root.ascending(low, high);
  }
}
