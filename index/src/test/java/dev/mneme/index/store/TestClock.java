package dev.mneme.index.store;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test sets, and that can hold up the committer, which asks it at each group. */
final class TestClock extends Clock {
  private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  void advance(long byMillis) {
    millis.addAndGet(byMillis);
  }

  /**
   * From now on the committer waits when it asks for the time, until the result is counted down.
   */
  CountDownLatch holdCommitter() {
    gate = new CountDownLatch(1);
    return gate;
  }

  @Override
  public long millis() {
    if (Thread.currentThread().getName().equals("mneme-committer")) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return millis.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
