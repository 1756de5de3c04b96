package dev.mneme.index.btree;

import java.util.Iterator;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A sorted set of {@link Entry entries} that counts: how many lie below a bound takes O(log n). A
 * copy-on-write B-tree, so that a reader works on one immutable {@link Root} while the one writer
 * goes on. Writes come from one thread at a time.
 *
 * <p>It is the map of H2's MVStore, held in memory only. Not in a file of H2's: a thread that is
 * interrupted while it reads would close H2's channel for everybody, and a view's checkpoint has to
 * carry the sequence of the log that it stands for. The views therefore write the entries into
 * checkpoints of their own, in order, and {@link #ofAscending} loads them. The store never commits
 * a version, so that H2 keeps no old roots.
 *
 * <p>An entry takes about {@value #BYTES_PER_ENTRY} bytes of heap.
 */
public final class CountedTree {
  /** Object, two references, and the slack of pages that are three quarters full. */
  public static final int BYTES_PER_ENTRY = 44;

  /**
   * Smaller pages make writes cheaper (a write copies one path), larger ones make reads cheaper.
   */
  private static final int ENTRIES_PER_PAGE = 64;

  private final MVMap<Entry, Boolean> map;

  private CountedTree(MVMap<Entry, Boolean> map) {
    this.map = map;
  }

  /** An empty tree. */
  public static CountedTree create() {
    MVStore store = new MVStore.Builder().keysPerPage(ENTRIES_PER_PAGE).autoCommitDisabled().open();
    var builder =
        new MVMap.Builder<Entry, Boolean>()
            .keyType(EntryType.INSTANCE)
            .valueType(PresentType.INSTANCE)
            .singleWriter();
    return new CountedTree(store.openMap("entries", builder));
  }

  /**
   * A tree of entries that ascend strictly. O(n), without searching.
   *
   * @throws IllegalArgumentException if they do not ascend
   */
  public static CountedTree ofAscending(Iterator<Entry> entries) {
    CountedTree tree = create();
    Entry last = Entry.before(Integer.MIN_VALUE, Long.MIN_VALUE);
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (last.compareTo(entry) >= 0) {
        throw new IllegalArgumentException("not ascending: " + last + ", " + entry);
      }
      tree.map.append(entry, Boolean.TRUE);
      last = entry;
    }
    tree.map.flushAndGetRoot();
    return tree;
  }

  /**
   * Adds an entry; nothing happens if it is there. O(log n), copies one path. Readers see it when
   * this returns.
   */
  public void add(Entry entry) {
    map.put(entry, Boolean.TRUE);
  }

  /** Removes an entry; nothing happens if it is not there. */
  public void remove(Entry entry) {
    map.remove(entry);
  }

  /** The state as of now, for any thread. O(1). */
  public Root root() {
    return new Root(map, map.getRoot());
  }

  /** How many entries there are. */
  public long size() {
    return map.getRoot().getTotalCount();
  }
}
