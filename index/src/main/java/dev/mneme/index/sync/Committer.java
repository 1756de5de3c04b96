package dev.mneme.index.sync;

import dev.mneme.core.model.Closed;
import dev.mneme.core.model.InternalFailure;
import dev.mneme.core.model.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Operations that wait together are committed together: one append, one
 * fsync, one publication (group commit; DeWitt et al., SIGMOD 1984).
 */
final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int QUEUE = 4_096;
  private static final int GROUP_OPERATIONS = 1_024;
  private static final int GROUP_RECORDS = 8_192;

  /** So that operations that are small enough each do not make a batch that is too large. */
  private static final long GROUP_BYTES = 64L << 20;

  private static final long CHORE_MILLIS = 20;

  private sealed interface Task {}

  private record Write<T>(WriteOperation<T> operation, CompletableFuture<T> done) implements Task {}

  private record Maintenance<T>(Supplier<T> work, CompletableFuture<T> done) implements Task {}

  private record Stop() implements Task {}

  private final CommitPipeline pipeline;
  private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;

  /** Submitters share it, close takes it alone: nothing enters the queue behind the stop mark. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private boolean closed;

  Committer(CommitPipeline pipeline) {
    this.pipeline = pipeline;
    this.thread = new Thread(this::run, "mneme-committer");
    thread.setDaemon(true);
  }

  /** Begins with what was submitted. */
  void start() {
    thread.start();
  }

  /**
   * Commits the operation and waits for the acknowledgement, interrupts or not: the outcome must be
   * known.
   */
  <T> T write(WriteOperation<T> operation) {
    var done = new CompletableFuture<T>();
    submit(new Write<>(operation, done));
    return await(done);
  }

  /** Runs work on the committer thread between two groups and waits for it. */
  <T> T maintain(Supplier<T> work) {
    var done = new CompletableFuture<T>();
    submit(new Maintenance<>(work, done));
    return await(done);
  }

  /**
   * Asks for work between two groups without waiting; false, and the work dropped, if the queue is
   * full or the committer closed.
   */
  boolean maintainSoon(Runnable work) {
    if (!gate.readLock().tryLock()) {
      return false;
    }
    try {
      return !closed
          && queue.offer(
              new Maintenance<>(
                  () -> {
                    work.run();
                    return true;
                  },
                  new CompletableFuture<>()));
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Lets everything that was submitted finish, then stops. Idempotent. */
  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        putUninterruptibly(new Stop());
      }
    } finally {
      gate.writeLock().unlock();
    }
    joinUninterruptibly();
  }

  private void submit(Task task) {
    gate.readLock().lock();
    try {
      if (closed) {
        throw new Closed("the memory engine");
      }
      putUninterruptibly(task);
    } finally {
      gate.readLock().unlock();
    }
  }

  private void run() {
    var held = new ArrayList<Task>(1); // a task taken while a group was full or of another kind
    while (true) {
      var task = held.isEmpty() ? next() : held.removeLast();
      if (task instanceof Stop) {
        return;
      }
      try {
        run(task, held);
      } catch (RuntimeException | Error e) {
        // The thread must not end while somebody may wait for it.
        pipeline.poison(e);
        fail(task, e);
      }
    }
  }

  private void run(@Nullable Task task, List<Task> held) {
    switch (task) {
      case null -> pipeline.idle();
      case Stop _ -> throw new IllegalStateException("a stop mark is not run");
      case Maintenance<?> maintenance -> perform(maintenance);
      case Write<?> first -> commitGroup(first, held);
    }
    // Whatever the task was: tasks that write nothing must not put off an fsync that is due.
    pipeline.tend();
  }

  private static void fail(@Nullable Task task, Throwable cause) {
    switch (task) {
      case Maintenance<?> maintenance -> maintenance.done().completeExceptionally(cause);
      case Write<?> write -> write.done().completeExceptionally(cause);
      case Stop _ -> {}
      case null -> {}
    }
  }

  /** The next task, or null when chores wait and no task has come for a moment. */
  private @Nullable Task next() {
    while (true) {
      try {
        return pipeline.hasChores()
            ? queue.poll(CHORE_MILLIS, TimeUnit.MILLISECONDS)
            : queue.take();
      } catch (InterruptedException e) {
        LOG.debug("the committer ignores interrupts; close the engine to stop it");
      }
    }
  }

  private void commitGroup(Write<?> first, List<Task> held) {
    var acknowledgements = new ArrayList<Acknowledgement<?>>();
    try {
      pipeline.requireHealthy();
      pipeline.sweepExpired();
      var staging = pipeline.stage();
      stage(first, staging, acknowledgements);
      while (acknowledgements.size() < GROUP_OPERATIONS
          && staging.records().size() < GROUP_RECORDS
          && staging.bytes() < GROUP_BYTES) {
        var next = queue.poll();
        if (next instanceof Write<?> write) {
          stage(write, staging, acknowledgements);
        } else {
          if (next != null) {
            held.add(next);
          }
          break;
        }
      }
      if (!staging.isEmpty()) {
        pipeline.commit(staging);
      }
    } catch (InvalidRequest | InternalFailure e) {
      // Nothing has happened. Which of them cannot be written shows when each is on its own.
      fail(first, acknowledgements.isEmpty(), e);
      acknowledgements.forEach(acknowledgement -> commitAlone(acknowledgement.write()));
      return;
    } catch (RuntimeException | Error e) {
      fail(first, acknowledgements.isEmpty(), e);
      acknowledgements.forEach(acknowledgement -> acknowledgement.fail(typed(e)));
      return;
    }
    acknowledgements.forEach(Acknowledgement::complete);
  }

  /** Where it was not staged yet; an operation that has its answer already keeps it. */
  private static void fail(Write<?> first, boolean isAlone, Throwable cause) {
    if (isAlone) {
      first.done().completeExceptionally(typed(cause));
    }
  }

  /** As the one who waits gets it. Errors of the JVM stay what they are. */
  private static Throwable typed(Throwable cause) {
    return cause instanceof RuntimeException error
        ? InternalFailure.of("an operation was refused, nothing was written", error)
        : cause;
  }

  private <T> void commitAlone(Write<T> write) {
    try {
      pipeline.requireHealthy(); // the failure of the group may have been the store's
      var staging = pipeline.stage();
      T result = staging.attempt(write.operation());
      if (!staging.isEmpty()) {
        pipeline.commit(staging);
      }
      write.done().complete(result);
    } catch (RuntimeException | Error e) {
      write.done().completeExceptionally(typed(e));
    }
  }

  private static <T> void stage(
      Write<T> write, Staging staging, List<Acknowledgement<?>> acknowledgements) {
    try {
      acknowledgements.add(new Acknowledgement<>(write, staging.attempt(write.operation())));
    } catch (RuntimeException | Error e) {
      write.done().completeExceptionally(typed(e)); // the others go on: nothing of it is staged
    }
  }

  private static <T> void perform(Maintenance<T> maintenance) {
    try {
      maintenance.done().complete(maintenance.work().get());
    } catch (RuntimeException | Error e) {
      LOG.debug("maintenance failed", e);
      maintenance
          .done()
          .completeExceptionally(
              e instanceof RuntimeException error
                  ? InternalFailure.of("maintenance failed", error)
                  : e);
    }
  }

  private record Acknowledgement<T>(Write<T> write, T result) {
    void complete() {
      write.done().complete(result);
    }

    void fail(Throwable cause) {
      write.done().completeExceptionally(cause);
    }
  }

  private static <T> T await(CompletableFuture<T> done) {
    try {
      return done.join(); // join does not react to interrupts
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }

  private void putUninterruptibly(Task task) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(task);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
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
