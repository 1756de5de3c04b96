package dev.mneme.index.vector.maintain;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells a bulk load from a trickle, and when to seal what it has brought: as soon as as many wait
 * as the live graph would hold, or when it slows down. One thread watches; any may ask whether it
 * is running.
 */
final class BulkLoad {
  /** Arrivals are counted over at least this time. */
  static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** So few arrivals a second the live graph takes in as they come. */
  private static final int SLOW_ARRIVALS = 1_000;

  private final int capacity;
  private final LongSupplier nanoClock;
  private volatile boolean running;
  private boolean slow;
  private int waiting;
  private int limit;
  private int windowLimit;
  private long windowStart;

  /**
   * @param capacity of the live graph
   */
  BulkLoad(int capacity, LongSupplier nanoClock) {
    this.capacity = capacity;
    this.nanoClock = nanoClock;
    this.windowStart = nanoClock.getAsLong();
  }

  /** More waiting than this are sealed rather than inserted one by one. */
  int sealThreshold() {
    return capacity / 4;
  }

  boolean isRunning() {
    return running;
  }

  /**
   * To be called often.
   *
   * @param nowWaiting members that are to be taken in
   * @param nowLimit one more than the newest member
   */
  void observe(int nowWaiting, int nowLimit) {
    waiting = nowWaiting;
    limit = Math.max(limit, nowLimit);
    long elapsed = nanoClock.getAsLong() - windowStart;
    if (elapsed >= WINDOW_NANOS) {
      long arrivals = limit - windowLimit;
      slow = arrivals < SLOW_ARRIVALS * (elapsed / 1e9);
      windowLimit = limit;
      windowStart += elapsed;
    }
    if (waiting > sealThreshold() && !running) {
      running = true;
      slow = false; // the window may have begun before it
    }
  }

  /** Whether what waits should be sealed now. Towards the end of a load, fewer are as well. */
  boolean isReady() {
    return waiting > (running ? sealThreshold() / 8 : sealThreshold())
        && (waiting >= capacity || slow);
  }

  /** Whether to let more come before anything is done with those that wait. */
  boolean isCollecting() {
    return running && waiting > 0 && waiting < capacity && !slow;
  }

  /** Nothing waits any more. */
  void end() {
    running = false;
  }
}
