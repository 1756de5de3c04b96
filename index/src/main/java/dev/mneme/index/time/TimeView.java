package dev.mneme.index.time;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.report.ViewStatistics;
import dev.mneme.index.btree.CountedTree;
import dev.mneme.index.btree.Entry;
import dev.mneme.index.btree.Root;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.IntPredicate;

/**
 * The event times: a counted B-tree keyed (namespace, time, ordinal) and a dense column by ordinal.
 * Times are epoch milliseconds.
 *
 * <p>There is one tree, not a second one over all namespaces: searching across namespaces is rare,
 * every commit would pay for it and it would double the heap. {@link #ALL_NAMESPACES} therefore
 * costs a little for each namespace, and its newest-first scan merges theirs.
 *
 * <p>Heap: about 56 bytes an ordinal. The checkpoint, {@code time.checkpoint}, takes 12.
 */
public final class TimeView implements View {

  /** Stands for every namespace. */
  public static final int ALL_NAMESPACES = -1;

  private final TimeCheckpoint checkpoint;
  private final LogPoint recovered;
  private final TimeColumn column = new TimeColumn();
  private final CountedTree tree;

  /** One more than the largest ordinal applied. The writer's. */
  private int limit;

  /** One more than the largest namespace seen. */
  private volatile int namespaces;

  private TimeView(TimeCheckpoint checkpoint) {
    this.checkpoint = checkpoint;
    var state = checkpoint.read();
    if (state.isEmpty()) {
      recovered = LogPoint.NONE;
      tree = CountedTree.create();
      return;
    }
    recovered = state.get().point();
    limit = state.get().limit();
    tree = CountedTree.ofAscending(state.get().entries().iterator());
    for (Entry entry : state.get().entries()) {
      column.set(entry.ordinal(), entry.group(), entry.value());
      namespaces = entry.group() + 1;
    }
  }

  /**
   * Opens the checkpoint in the directory; empty, with {@link #recoveredSequence} -1, if there is
   * none that can be used.
   */
  public static TimeView open(Storage storage, Path directory) {
    return new TimeView(new TimeCheckpoint(storage, directory));
  }

  /** The time of an ordinal that was applied and is not reclaimed. O(1), no lock. */
  public long time(int ordinal) {
    return column.time(ordinal);
  }

  /**
   * How many ordinals, dead ones that are not reclaimed included, lie in {@code [from, to)}. O(log
   * n) a namespace.
   */
  public long count(int namespace, long from, long to) {
    Root root = tree.root();
    if (namespace != ALL_NAMESPACES) {
      return root.count(Entry.before(namespace, from), Entry.before(namespace, to));
    }
    if (from == Long.MIN_VALUE && to == Long.MAX_VALUE) {
      return root.size();
    }
    long count = 0;
    for (int each = 0, all = namespaces; each < all; each++) {
      count += root.count(Entry.before(each, from), Entry.before(each, to));
    }
    return count;
  }

  /** Those ordinals. O(result), and O(log n) a namespace. */
  public OrdinalBitmap range(int namespace, long from, long to) {
    if (from >= to) {
      return OrdinalBitmap.empty();
    }
    Root root = tree.root();
    var found = new Ordinals();
    if (namespace != ALL_NAMESPACES) {
      found.addAll(root.ascending(Entry.before(namespace, from), Entry.before(namespace, to)));
    } else {
      for (int each = 0, all = namespaces; each < all; each++) {
        found.addAll(root.ascending(Entry.before(each, from), Entry.before(each, to)));
      }
    }
    return OrdinalBitmap.of(found.ordinals, found.count);
  }

  /** Collects what a scan finds. */
  private static final class Ordinals {
    private int[] ordinals = new int[64];
    private int count;

    void addAll(Iterator<Entry> entries) {
      while (entries.hasNext()) {
        if (count == ordinals.length) {
          ordinals = Arrays.copyOf(ordinals, 2 * count);
        }
        ordinals[count++] = entries.next().ordinal();
      }
    }
  }

  /**
   * Visits the ordinals of {@code [from, to)} newest first, equal times by higher ordinal first,
   * until the visitor returns false. Nothing is collected: O(log n) to start, per namespace, and
   * O(1) an ordinal visited, O(log namespaces) across all.
   */
  public void newestFirst(int namespace, long from, long to, IntPredicate visitor) {
    scan(namespace, new TimeScan(tree.root(), from, to, true), visitor);
  }

  /**
   * As {@link #newestFirst}, the other way round: oldest first, equal times by lower ordinal first.
   */
  public void oldestFirst(int namespace, long from, long to, IntPredicate visitor) {
    scan(namespace, new TimeScan(tree.root(), from, to, false), visitor);
  }

  private void scan(int namespace, TimeScan scan, IntPredicate visitor) {
    if (scan.from() >= scan.to()) {
      return;
    }
    if (namespace == ALL_NAMESPACES) {
      scan.visitAll(namespaces, visitor);
    } else {
      scan.visit(namespace, visitor);
    }
  }

  @Override
  public OrdinalBitmap ordinals() {
    return range(ALL_NAMESPACES, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public LogPoint recovered() {
    return recovered;
  }

  @Override
  public void apply(CommitBatch batch) {
    for (CommitBatch.Added added : batch.added()) {
      if (added.ordinal() < limit) {
        continue; // a replay that starts before the checkpoint
      }
      long time = added.memory().time().toEpochMilli();
      column.set(added.ordinal(), added.namespaceOrdinal(), time);
      namespaces = Math.max(namespaces, added.namespaceOrdinal() + 1);
      tree.add(new Entry(added.namespaceOrdinal(), time, added.ordinal()));
      limit = added.ordinal() + 1;
    }
  }

  @Override
  public void reclaim(OrdinalBitmap dead) {
    dead.forEach(
        ordinal -> {
          int namespace = column.namespace(ordinal);
          if (namespace != TimeColumn.ABSENT) {
            tree.remove(new Entry(namespace, column.time(ordinal), ordinal));
            column.clear(ordinal);
          }
        });
  }

  @Override
  public void checkpoint(LogPoint point) {
    checkpoint.write(point, limit, tree);
  }

  @Override
  public ViewStatistics statistics() {
    long entries = tree.size();
    long heap = entries * CountedTree.BYTES_PER_ENTRY + column.heapBytes();
    return new ViewStatistics(name(), entries, heap, checkpoint.size());
  }

  @Override
  public void close() {}
}
