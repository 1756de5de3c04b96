package dev.mneme.index.vector.maintain;

import dev.mneme.error.ClosedException;
import dev.mneme.error.InternalException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.build.SegmentStore;
import dev.mneme.index.vector.live.LiveGraphs;
import dev.mneme.index.vector.score.VectorColumn;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two threads behind the vector view: one takes new members in, one merges segments. Apart,
 * because a merge may take minutes, in which searches should not have to scan what is new.
 */
public final class VectorMaintenance {
  /** Threads to build with where somebody waits: a bulk load, a compaction. */
  static final int CORES = Runtime.getRuntime().availableProcessors();

  /** Threads to build with where nobody does: one core is left to searches. */
  static final int SPARE = Math.max(1, CORES - 1);

  /** Whoever waits looks this often whether there is still somebody who works. */
  private static final long LOOK_MILLIS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(VectorMaintenance.class);

  private final Indexer indexer;
  private final SegmentMerger merger;
  private final LostPages lostPages;
  private final Sealer sealer;
  private final List<Thread> threads;
  private final Object progress = new Object();
  private volatile boolean closed;

  /** What has ended a thread before its time. */
  private volatile @Nullable Throwable failure;

  private int ended;

  /**
   * What the threads work on.
   *
   * @param store asked when something is to be built: the dimension is known by then
   */
  public record Parts(
      SegmentFiles files,
      Supplier<SegmentStore> store,
      VectorColumn column,
      AtomicReference<VectorState> state,
      LiveGraphs graphs) {}

  public VectorMaintenance(Parts parts) {
    this.lostPages = new LostPages(parts.files(), parts.column(), parts.state(), this::wake);
    this.sealer = new Sealer(parts, lostPages);
    var signals = new ThreadSignals();
    this.indexer = new Indexer(parts, sealer, signals);
    this.merger = new SegmentMerger(parts.state(), sealer, signals, parts.graphs().capacity());
    this.threads =
        List.of(
            thread("mneme-vector", indexer::runNext),
            thread("mneme-vector-merge", merger::runNext));
  }

  /** What the two threads ask; they do not know whom. */
  private final class ThreadSignals implements Signals {
    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public boolean isCompacting() {
      return merger.isCompacting();
    }

    @Override
    public boolean isLoading() {
      return indexer.isLoading();
    }

    @Override
    public void announce() {
      wake();
      synchronized (progress) {
        progress.notifyAll();
      }
    }
  }

  /**
   * Runs a search until all that it has read was there; drops segments that are damaged.
   *
   * @param readable members whose vectors it may read, live in a snapshot of the caller's
   * @throws dev.mneme.error.CorruptionException if the log cannot give one of their vectors
   * @throws dev.mneme.error.StorageException if what was lost is nowhere to be found
   */
  public <T> T guard(Supplier<OrdinalBitmap> readable, Supplier<T> search) {
    return lostPages.guard(readable, search);
  }

  private Thread thread(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).unstarted(() -> run(task));
  }

  /** Starts the threads, once. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** Says that the state has changed. Wakes the threads without waiting for them. */
  public void wake() {
    threads.forEach(LockSupport::unpark);
  }

  /**
   * Waits until graph or segments cover everything in {@code members} that is still a member, and
   * neither a rebuild nor a merge is due.
   *
   * @throws dev.mneme.error.StorageException if a segment could not be built meanwhile
   */
  public void await(OrdinalBitmap members) throws InterruptedException {
    long failures = failures();
    synchronized (progress) {
      while (merger.isBehind() || indexer.isBehind(members)) {
        if (ended > 0) {
          throw ended();
        }
        if (failures() > failures) {
          throw sealer.lastFailure().orElseThrow().cause();
        }
        progress.wait(LOOK_MILLIS);
      }
    }
  }

  private long failures() {
    return sealer.lastFailure().map(Sealer.Failure::number).orElse(0L);
  }

  /**
   * Builds one segment of all members of now and waits for it, interrupts or not.
   *
   * @throws dev.mneme.error.StorageException if it could not be built
   * @throws ClosedException if the view is closed meanwhile
   */
  public void compact() {
    var done = merger.compact();
    wake();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          requireThreads(); // an error may have kept the answer
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case ClosedException _ -> throw ended();
            case RuntimeException known -> throw known;
            case null, default -> throw new IllegalStateException(e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void requireThreads() {
    synchronized (progress) {
      if (ended > 0) {
        throw ended();
      }
    }
  }

  /** Why nothing is built any more, if so. */
  public Optional<Throwable> failure() {
    var cause = failure;
    return cause == null ? Optional.empty() : Optional.of(cause);
  }

  private RuntimeException ended() {
    var cause = failure;
    return cause == null
        ? new ClosedException("the vector view")
        : new InternalException(
            sealer.directory()
                + ": the vector index is not built any further until the store is reopened",
            cause);
  }

  /** Cancels what is being built and waits for it; the threads are gone after. */
  public void close() {
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

  private void run(Runnable task) {
    try {
      while (!closed) {
        task.run();
      }
    } catch (RuntimeException | Error e) {
      failure = e; // first: what follows allocates
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
