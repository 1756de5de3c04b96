package dev.mneme.index.time;

import dev.mneme.index.btree.Entry;
import dev.mneme.index.btree.Root;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/** Merges the descending scans of several namespaces by a heap: one O(log namespaces) step for each ordinal visited. */
final class NewestFirst {
  private static final Comparator<Entry> NEWEST_FIRST =
      Comparator.comparingLong(Entry::value).thenComparingInt(Entry::ordinal).reversed();

  /** A scan and the entry that it stands on. */
  private static final class Scan {
    private final Iterator<Entry> rest;
    private Entry head;

    Scan(Iterator<Entry> rest) {
      this.rest = rest;
      this.head = rest.next();
    }

    boolean advance() {
      if (!rest.hasNext()) {
        return false;
      }
      head = rest.next();
      return true;
    }
  }

  private NewestFirst() {}

  /** Visits {@code [from, to)} of one namespace until the visitor has enough. */
  static void visit(Root root, int namespace, long from, long to, IntPredicate visitor) {
    Iterator<Entry> entries = root.descending(Entry.before(namespace, from), Entry.before(namespace, to));
    while (entries.hasNext() && visitor.test(entries.next().ordinal())) {
      // the visitor does the work
    }
  }

  /** Visits {@code [from, to)} of the namespaces 0 to {@code namespaces} - 1 until the visitor has enough. */
  static void visitAll(Root root, int namespaces, long from, long to, IntPredicate visitor) {
    var heap = new PriorityQueue<Scan>(Comparator.comparing((Scan scan) -> scan.head, NEWEST_FIRST));
    for (int namespace = 0; namespace < namespaces; namespace++) {
      Iterator<Entry> entries = root.descending(Entry.before(namespace, from), Entry.before(namespace, to));
      if (entries.hasNext()) {
        heap.add(new Scan(entries));
      }
    }
    while (!heap.isEmpty()) {
      Scan newest = heap.remove();
      if (!visitor.test(newest.head.ordinal())) {
        return;
      }
      if (newest.advance()) {
        heap.add(newest);
      }
    }
  }
}
