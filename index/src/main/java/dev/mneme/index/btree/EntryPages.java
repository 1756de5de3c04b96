package dev.mneme.index.btree;

import org.h2.mvstore.Page;

/** Counting inside one page, which H2 offers on the newest root only. */
final class EntryPages {
  private EntryPages() {}

  /** The position of the first key that is not smaller than the bound. */
  static int lowerBound(Page<Entry, Boolean> page, Entry bound) {
    int low = 0;
    int high = page.getKeyCount();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (page.getKey(middle).compareTo(bound) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many entries the children before {@code child} hold; adds up the shorter side. */
  static long countBefore(Page<Entry, Boolean> node, int child) {
    int children = node.getKeyCount() + 1;
    long count = 0;
    if (child <= children / 2) {
      for (int i = 0; i < child; i++) {
        count += node.getChildPage(i).getTotalCount();
      }
      return count;
    }
    for (int i = child; i < children; i++) {
      count += node.getChildPage(i).getTotalCount();
    }
    return node.getTotalCount() - count;
  }
}
