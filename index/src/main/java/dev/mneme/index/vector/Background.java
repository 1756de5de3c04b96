package dev.mneme.index.vector;

import dev.mneme.core.model.Closed;
import dev.mneme.index.api.OrdinalBitmap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two threads behind the vector view: one takes new members in, one merges segments. Apart,
 * because a merge may take minutes, in which searches should not have to scan what is new.
 */
final class Background {
  /** Threads to build with where somebody waits: a bulk load, a compaction. */
  static final int CORES = Runtime.getRuntime().availableProcessors();

  /** Threads to build with where nobody does: one core is left to searches. */
  static final int SPARE = Math.max(1, CORES - 1);

  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private final GraphBuilder builder;
  private final SegmentMerger merger;
  private final Sealer sealer;
  private final List<Thread> threads;
  private final Object progress = new Object();
  private volatile boolean closed;
  private int ended;

  /** What the threads work on. */
  record Parts(
      VectorOptions options,
      Scorer scorer,
      VectorColumn column,
      IntSupplier dimension,
      AtomicReference<VectorState> state) {}

  Background(Parts parts, Sealer sealer) {
    this.sealer = sealer;
    this.builder = new GraphBuilder(parts, sealer, this);
    this.merger = new SegmentMerger(parts.state(), sealer, this, parts.options().liveCapacity());
    this.threads =
        List.of(thread("mneme-vector", builder::tend), thread("mneme-vector-merge", merger::tend));
  }

  private Thread thread(String name, Runnable chore) {
    return Thread.ofPlatform().daemon().name(name).unstarted(() -> run(chore));
  }

  /** Starts the threads, once. */
  void start() {
    threads.forEach(Thread::start);
  }

  /** Says that the state has changed. Wakes the threads without waiting for them. */
  void wake() {
    threads.forEach(LockSupport::unpark);
  }

  boolean isClosed() {
    return closed;
  }

  boolean isCompacting() {
    return merger.isCompacting();
  }

  boolean isLoading() {
    return builder.isLoading();
  }

  /** Says to those who wait, and to the other thread, that a step is done. */
  void announce() {
    wake();
    synchronized (progress) {
      progress.notifyAll();
    }
  }

  /**
   * Waits until graph or segments cover everything in {@code members} that is still a member, and
   * neither a rebuild nor a merge is due.
   *
   * @throws dev.mneme.core.model.StorageFailure if a segment could not be built meanwhile
   */
  void await(OrdinalBitmap members) throws InterruptedException {
    long failures = failures();
    synchronized (progress) {
      while (merger.isBehind() || builder.isBehind(members)) {
        if (ended > 0) {
          throw new Closed("the builder of the vector index");
        }
        if (failures() > failures) {
          throw sealer.lastFailure().orElseThrow().cause();
        }
        progress.wait();
      }
    }
  }

  private long failures() {
    return sealer.lastFailure().map(Sealer.Failure::number).orElse(0L);
  }

  /** Asks for all members of now in one segment. */
  CompletableFuture<Boolean> compact() {
    var done = merger.compact();
    synchronized (progress) {
      if (ended > 0) {
        merger.end();
      }
    }
    wake();
    return done;
  }

  /** Cancels what is being built and waits for it; the threads are gone after. */
  void close() {
    closed = true;
    wake();
    boolean interrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    merger.end();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Runnable chore) {
    try {
      while (!closed) {
        chore.run();
      }
    } catch (RuntimeException | Error e) {
      log.error("The vector index is not built any further; searches scan what it lacks.", e);
    } finally {
      synchronized (progress) {
        ended++;
        progress.notifyAll();
      }
      merger.end();
    }
  }
}
