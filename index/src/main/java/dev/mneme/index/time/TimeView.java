package dev.mneme.index.time;

import dev.mneme.core.log.Storage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.index.api.ViewStatistics;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** The event times: a counted B-tree keyed (namespace, time, ordinal) and a dense column by ordinal. Times are epoch milliseconds. */
public final class TimeView implements View {

  /** Stands for every namespace. */
  public static final int ALL_NAMESPACES = -1;

  private TimeView() {}

  public static TimeView open(Storage storage, Path directory) {
    throw new IllegalStateException("contract only" + storage + directory);
  }

  /** The time of an ordinal that was applied. O(1), no lock. */
  public long time(int ordinal) {
    throw new IllegalStateException("contract only" + ordinal);
  }

  /** How many ordinals, dead ones that are not reclaimed included, lie in {@code [from, to)}. O(log n) a namespace. */
  public long count(int namespace, long from, long to) {
    throw new IllegalStateException("contract only" + namespace + from + to);
  }

  /** Those ordinals. O(result). */
  public OrdinalBitmap range(int namespace, long from, long to) {
    throw new IllegalStateException("contract only" + namespace + from + to);
  }

  /**
   * Visits the ordinals of {@code [from, to)} newest first, equal times by higher ordinal first, until the visitor returns false.
   */
  public void newestFirst(int namespace, long from, long to, IntPredicate visitor) {
    throw new IllegalStateException("contract only" + namespace + from + to + visitor);
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public long recoveredSequence() {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void apply(CommitBatch batch) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void reclaim(OrdinalBitmap dead) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void checkpoint(long sequence) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public ViewStatistics statistics() {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void close() {}
}
