package dev.mneme.index.store;

import dev.mneme.index.api.OrdinalBitmap;

/**
 * What exists as of one sequence. The views may know more; a reader intersects what they say with
 * {@link #live}. Closing it, from any thread, lets dead versions be reclaimed.
 */
public interface Snapshot extends AutoCloseable {
  long sequence();

  /** All memory versions that exist, expired ones included. */
  OrdinalBitmap live();

  /**
   * The live ones of a namespace that have not expired at the instant that the snapshot was taken;
   * what a search may return.
   */
  OrdinalBitmap visible(int namespaceOrdinal);

  /** The live ones of all namespaces that have not expired. */
  OrdinalBitmap visibleEverywhere();

  /** Whether this ordinal is live and has not expired. */
  boolean isVisible(int ordinal);

  @Override
  void close();
}
