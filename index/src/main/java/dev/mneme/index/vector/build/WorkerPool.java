package dev.mneme.index.vector.build;

import dev.mneme.core.storage.MappedReads;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A few threads that go through an index range together, each with scratch of its own. What the
 * work writes must not depend on who does which part. The caller is one of them.
 */
final class WorkerPool implements AutoCloseable {
  private static final int GRAIN = 16;

  private final int workers;
  private final BooleanSupplier cancelled;
  private final ExecutorService others;

  /** Work on one index by one worker. */
  @FunctionalInterface
  interface Work {
    void run(int worker, int index);
  }

  /** The build is no longer wanted. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cancelled() {
      super("cancelled", null, false, false);
    }
  }

  WorkerPool(int workers, BooleanSupplier cancelled) {
    this.workers = workers;
    this.cancelled = cancelled;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, workers - 1),
            task -> {
              var thread = new Thread(task, "mneme-segment-builder");
              thread.setDaemon(true);
              return thread;
            });
  }

  int workers() {
    return workers;
  }

  /**
   * Runs the work for 0 to {@code count} - 1 and returns when all is done.
   *
   * @throws Cancelled if so
   */
  void forEach(int count, Work work) {
    var next = new AtomicInteger();
    var failed = new AtomicBoolean();
    var parts = new ArrayList<Future<?>>();
    for (int worker = 1; worker < workers && worker * GRAIN < count; worker++) {
      int number = worker;
      parts.add(others.submit(() -> part(number, count, next, failed, work)));
    }
    try {
      part(0, count, next, failed, work);
    } finally {
      parts.forEach(WorkerPool::await);
    }
    for (var part : parts) {
      rethrow(part);
    }
  }

  /**
   * For what one thread does alone: to be called every few milliseconds.
   *
   * @throws Cancelled if so
   */
  void check() {
    if (cancelled.getAsBoolean()) {
      throw new Cancelled();
    }
  }

  private void part(int worker, int count, AtomicInteger next, AtomicBoolean failed, Work work) {
    boolean done = false;
    try {
      for (int from = next.getAndAdd(GRAIN); from < count; from = next.getAndAdd(GRAIN)) {
        if (failed.get()) {
          break;
        }
        check();
        for (int index = from; index < Math.min(count, from + GRAIN); index++) {
          work.run(worker, index);
        }
      }
      MappedReads.settle();
      done = true;
    } finally {
      if (!done) {
        failed.set(true);
      }
    }
  }

  /** Whatever became of it: nobody may write any more when {@link #forEach} returns. */
  private static void await(Future<?> part) {
    boolean interrupted = false;
    while (true) {
      try {
        part.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(Future<?> part) {
    if (part.state() == Future.State.FAILED) {
      switch (part.exceptionNow()) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    others.shutdownNow();
  }
}
