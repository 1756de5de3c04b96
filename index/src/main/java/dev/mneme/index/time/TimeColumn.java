package dev.mneme.index.time;

import java.util.Arrays;

/**
 * Time and namespace by ordinal, in pages. One writer; a reader may ask for every ordinal whose
 * commit was published to it, because the writer fills a page's cells before that and replaces the
 * page table by a volatile write.
 */
final class TimeColumn {
  private static final int BITS = 12;
  private static final int SIZE = 1 << BITS;
  private static final int MASK = SIZE - 1;

  /** In place of a namespace: the ordinal is not here. */
  static final int ABSENT = -1;

  /** Times are read by anyone; namespaces and count belong to the writer. */
  private static final class Page {
    final long[] times = new long[SIZE];
    final int[] namespaces = new int[SIZE];
    int count;

    Page() {
      Arrays.fill(namespaces, ABSENT);
    }
  }

  /** Stands for pages that hold nothing. Never written. */
  private static final Page NONE = new Page();

  private volatile Page[] pages = new Page[0];

  long time(int ordinal) {
    return pages[ordinal >>> BITS].times[ordinal & MASK];
  }

  int namespace(int ordinal) {
    Page[] table = pages;
    int key = ordinal >>> BITS;
    return key < table.length ? table[key].namespaces[ordinal & MASK] : ABSENT;
  }

  /** The ordinal is new. */
  void set(int ordinal, int namespace, long time) {
    int key = ordinal >>> BITS;
    Page[] table = pages;
    if (key >= table.length || table[key] == NONE) {
      Page[] larger = Arrays.copyOf(table, Math.max(key + 1, table.length));
      Arrays.fill(larger, table.length, larger.length, NONE);
      larger[key] = new Page();
      table = larger;
    }
    Page page = table[key];
    page.times[ordinal & MASK] = time;
    page.namespaces[ordinal & MASK] = namespace;
    page.count++;
    pages = table; // also orders the cells before what a reader sees after it
  }

  /** Forgets an ordinal that is here; a page is given back with its last one. */
  void clear(int ordinal) {
    int key = ordinal >>> BITS;
    Page[] table = pages;
    Page page = table[key];
    page.namespaces[ordinal & MASK] = ABSENT;
    if (--page.count == 0) {
      Page[] copy = table.clone();
      copy[key] = NONE;
      pages = copy;
    }
  }

  long heapBytes() {
    Page[] table = pages;
    long used = Arrays.stream(table).filter(page -> page != NONE).count();
    return 4L * table.length + used * (12L * SIZE + 64);
  }
}
