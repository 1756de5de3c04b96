package dev.mneme.index.btree;

import java.util.Iterator;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.Page;
import org.h2.mvstore.RootReference;

/** One state of a {@link CountedTree}. Immutable, thread-safe. Bounds need not be entries. */
public final class Root {
  private final MVMap<Entry, Boolean> map;
  private final RootReference<Entry, Boolean> reference;

  Root(MVMap<Entry, Boolean> map, RootReference<Entry, Boolean> reference) {
    this.map = map;
    this.reference = reference;
  }

  public long size() {
    return reference.root.getTotalCount();
  }

  /** How many entries are smaller than the bound. O(log n). */
  public long rank(Entry bound) {
    Page<Entry, Boolean> page = reference.root;
    long rank = 0;
    while (true) {
      int position = EntryPages.lowerBound(page, bound);
      if (page.isLeaf()) {
        return rank + position;
      }
      // the key of a node is the first entry of the child to its right, so a bound that equals it
      // goes right
      boolean equal = position < page.getKeyCount() && page.getKey(position).equals(bound);
      int child = equal ? position + 1 : position;
      rank += EntryPages.countBefore(page, child);
      page = page.getChildPage(child);
    }
  }

  /**
   * How many entries lie in {@code [from, to)}; 0 where the bounds are the wrong way round. O(log
   * n).
   */
  public long count(Entry from, Entry to) {
    return from.compareTo(to) >= 0 ? 0 : rank(to) - rank(from);
  }

  /** All entries, ascending. */
  public Iterator<Entry> ascending() {
    return map.cursor(reference, null, null, false);
  }

  /**
   * The entries between two bounds that are no entries themselves, ascending. Positioning is O(log
   * n), a step O(1).
   */
  public Iterator<Entry> ascending(Entry from, Entry to) {
    return map.cursor(reference, from, to, false);
  }

  /** The entries between two bounds that are no entries themselves, {@code to} first. */
  public Iterator<Entry> descending(Entry from, Entry to) {
    return map.cursor(reference, to, from, true);
  }

  /** The smallest entry. */
  public Optional<Entry> first() {
    Iterator<Entry> entries = ascending();
    return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
  }
}
