package dev.mneme.index.api;

import dev.mneme.report.ViewStatistics;

import java.util.Optional;

/**
 * An index over the log. The log is the truth, a view can always be rebuilt from it.
 *
 * <p>One rule makes all views consistent without copies: <b>a view only grows</b>. An ordinal is
 * one version of one memory, so what a view says of it never changes. A view may know ordinals that
 * a reader's snapshot does not hold yet, or that are dead in it; the reader always intersects with
 * the liveness bitmap of its snapshot. Dead ordinals are given back by {@link #reclaim} only when
 * no reader's snapshot holds them any more.
 *
 * <p>{@link #apply}, {@link #reclaim}, {@link #checkpoint} and {@link #close} are called by one
 * thread at a time, the committer's; searches come from any thread at any time in between and take
 * no lock that these hold for longer than it takes to swap a reference.
 */
public interface View extends AutoCloseable {

  /**
   * A short name: "text", "vector", "time", "attributes". It is also the name of the view's
   * directory.
   */
  String name();

  /**
   * The place up to which the state found at open has applied its log; {@link LogPoint#NONE} if
   * there was none, or it was damaged. Whether that log is the one at hand is for the caller to
   * find out.
   */
  LogPoint recovered();

  /** The sequence of {@link #recovered}. */
  default long recoveredSequence() {
    return recovered().sequence();
  }

  /**
   * Adds the batch. Ordinals ascend within a batch and from batch to batch; a view skips those that
   * it has already.
   */
  void apply(CommitBatch batch);

  /** Gives back what these ordinals hold. No reader asks for them any more. */
  void reclaim(OrdinalBitmap dead);

  /** Makes the state durable as of that place, so that the next open recovers it. */
  void checkpoint(LogPoint point);

  /** The same, for a view that is used by itself. */
  default void checkpoint(long sequence) {
    checkpoint(LogPoint.of(sequence));
  }

  /**
   * The ordinals that it answers for, dead ones that are not reclaimed included. For checks: may
   * cost O(n).
   */
  OrdinalBitmap ordinals();

  /**
   * Ordinals in the view, dead ones that are not reclaimed included, and its size in bytes on heap
   * and on disk, as far as known.
   */
  ViewStatistics statistics();

  /**
   * Why it can take no more changes, once something has ended a thread or a writer of it for good;
   * what it holds can still be searched. Cheap, from any thread.
   */
  default Optional<Throwable> failure() {
    return Optional.empty();
  }

  /** Releases everything. Writes nothing: what was not checkpointed is replayed. */
  @Override
  void close();
}
