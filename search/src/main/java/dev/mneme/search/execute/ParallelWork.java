package dev.mneme.search.execute;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Work that another thread may do while the caller does its own. Whoever comes first does it: if no
 * thread has begun by the time the caller needs the result, the caller does it itself. So nobody
 * ever waits for work that nobody does, and a full, busy or closed pool, or a caller that is itself
 * a thread of the pool, costs time but cannot deadlock.
 */
final class ParallelWork implements Runnable {
  private final Runnable work;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  private ParallelWork(Runnable work) {
    this.work = work;
  }

  /**
   * Runs both, side by side where a thread is free; returns when both are done, and throws what the
   * first of them threw.
   */
  static void runBoth(Executor executor, Runnable here, Runnable there) {
    var offered = new ParallelWork(there);
    try {
      executor.execute(offered);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      // the caller does it
    }
    try {
      here.run();
    } catch (RuntimeException | Error e) {
      offered.abandon();
      throw e;
    }
    offered.finish();
  }

  @Override
  public void run() {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure = e; // rethrown by finish, in the thread that asked
    } finally {
      done.countDown();
    }
  }

  private void finish() {
    run();
    await();
    var thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Work that has begun reads the snapshot, so the caller must not give it back before it ends. */
  private void abandon() {
    if (!taken.compareAndSet(false, true)) {
      await();
    }
  }

  /**
   * Legs end within their deadline and soon: an interrupt is kept for the caller's caller, and does
   * not cut the search short.
   */
  private void await() {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
