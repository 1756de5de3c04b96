package dev.mneme.index.vector.maintain;

import java.util.concurrent.TimeUnit;

/**
 * How long to leave a thing alone that has failed: 0.1 s, four times as long each time, at most 1
 * min. One thread.
 */
final class Backoff {
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

  private long delay;
  private long since;

  void failed() {
    delay = delay == 0 ? FIRST : Math.min(4 * delay, LONGEST);
    since = System.nanoTime();
  }

  void succeeded() {
    delay = 0;
  }

  /** 0 if it may be tried. */
  long nanosLeft() {
    return delay == 0 ? 0 : Math.max(0, delay - (System.nanoTime() - since));
  }
}
