package dev.mneme.index.store.commit;

import dev.mneme.core.jvm.StackReserve;
import dev.mneme.core.jvm.Uninterruptibly;
import dev.mneme.error.ClosedException;
import dev.mneme.error.InternalException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.MnemeException;
import dev.mneme.index.api.BatchBytes;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
public final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int QUEUE = 4_096;
  private static final int GROUP_OPERATIONS = 1_024;
  private static final int GROUP_RECORDS = 8_192;

  /** So that operations that are small enough each do not make a batch that is too large. */
  private static final long GROUP_BYTES = Math.min(64L << 20, BatchBytes.most() / 2);

  private static final long IDLE_MILLIS = 20;

  /** How long to wait for room in the queue before looking whether somebody empties it. */
  private static final long LOOK_MILLIS = 1_000;

  private sealed interface Task {
    /** Answers whoever waits for it; allocates nothing. */
    void fail(Throwable cause);
  }

  private record Write<T>(WriteOperation<T> operation, Reply<T> reply) implements Task {
    @Override
    public void fail(Throwable cause) {
      reply.fail(cause);
    }
  }

  private record Maintenance<T>(Supplier<T> work, Reply<T> reply) implements Task {
    @Override
    public void fail(Throwable cause) {
      reply.fail(cause);
    }
  }

  private record Stop() implements Task {
    @Override
    public void fail(Throwable cause) {
      // nobody waits for it
    }
  }

  private final CommitPipeline pipeline;
  private final Housekeeping housekeeping;
  private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;

  /** Submitters share it, close takes it alone: nothing enters the queue behind the stop mark. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private boolean closed;

  /** Taken from the queue while a group was full or of another kind. The thread's own. */
  private @Nullable Task held;

  public Committer(CommitPipeline pipeline, Housekeeping housekeeping) {
    this.pipeline = pipeline;
    this.housekeeping = housekeeping;
    this.thread = new Thread(this::run, "mneme-committer");
    thread.setDaemon(true);
  }

  /** Begins with what was submitted. */
  public void start() {
    thread.start();
  }

  /**
   * Commits the operation and waits for the acknowledgement, interrupts or not: the outcome must be
   * known.
   *
   * @throws dev.mneme.error.StorageException if the store refuses writes, or stops meanwhile
   */
  public <T> T write(WriteOperation<T> operation) {
    var reply = new Reply<T>();
    submit(new Write<>(operation, reply));
    return await(reply, "an operation was refused, nothing was written");
  }

  /** Runs work on the committer thread between two groups and waits for it. */
  public <T> T maintain(Supplier<T> work) {
    var reply = new Reply<T>();
    submit(new Maintenance<>(work, reply));
    return await(reply, "maintenance failed");
  }

  /**
   * Asks for work between two groups without waiting; false, and the work dropped, if the queue is
   * full or the committer closed.
   */
  public boolean maintainSoon(Runnable work) {
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
                  new Reply<>()));
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
        if (isAlive()) {
          putUninterruptibly(new Stop());
        }
      }
    } finally {
      gate.writeLock().unlock();
    }
    Uninterruptibly.join(thread);
  }

  /** Whether the thread will answer, or has not been started yet. */
  private boolean isAlive() {
    return thread.getState() != Thread.State.TERMINATED;
  }

  private void submit(Task task) {
    StackReserve.require();
    gate.readLock().lock();
    try {
      if (closed) {
        throw new ClosedException("the memory engine");
      }
      putUninterruptibly(task);
    } finally {
      gate.readLock().unlock();
    }
  }

  private void run() {
    while (runNext()) {
      // until the stop mark
    }
  }

  /**
   * One task, or idle maintenance. The thread must not end while somebody may wait for it: whatever
   * is thrown, and also where there is no memory left, callers get their answers.
   *
   * @return false behind the stop mark
   */
  private boolean runNext() {
    Task task = null;
    try {
      task = held == null ? next() : held;
      held = null;
      if (task instanceof Stop) {
        return false;
      }
      run(task);
    } catch (Throwable e) { // nothing here may allocate
      pipeline.health().stopWrites(e);
      if (task != null) {
        task.fail(e);
      }
    }
    return true;
  }

  private void run(@Nullable Task task) {
    switch (task) {
      case null -> housekeeping.whenIdle();
      case Stop _ -> throw new IllegalStateException("a stop mark is not run");
      case Maintenance<?> maintenance -> perform(maintenance);
      case Write<?> first -> commitGroup(first);
    }
    // Whatever the task was: tasks that write nothing must not put off an fsync that is due.
    housekeeping.afterTask();
  }

  /** The next task, or null when maintenance waits and no task has come for a moment. */
  private @Nullable Task next() {
    while (true) {
      try {
        return housekeeping.hasIdleWork()
            ? queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS)
            : queue.take();
      } catch (InterruptedException e) {
        LOG.debug("the committer ignores interrupts; close the engine to stop it");
      }
    }
  }

  private void commitGroup(Write<?> first) {
    var group = new Group();
    try {
      pipeline.health().require();
      housekeeping.beforeGroup();
      var batch = pipeline.newBatch();
      group.add(first, batch);
      while (group.size() < GROUP_OPERATIONS
          && batch.records().size() < GROUP_RECORDS
          && batch.bytes() < GROUP_BYTES) {
        var next = queue.poll();
        if (next instanceof Write<?> write) {
          group.add(write, batch);
        } else {
          held = next;
          break;
        }
      }
      if (!batch.isEmpty()) {
        pipeline.commit(batch);
      }
    } catch (InvalidRequestException | InternalException e) {
      // Nothing has happened. Which of them cannot be written shows when each is on its own.
      group.failIfEmpty(first, e);
      group.commitEachAlone();
      return;
    } catch (RuntimeException e) {
      group.failIfEmpty(first, e);
      group.fail(e);
      return;
    } catch (Error e) {
      pipeline.health().stopWrites(e);
      group.failIfEmpty(first, e);
      group.fail(e);
      return;
    }
    group.complete();
  }

  /** The operations that are committed together, and what each of them gives its caller. */
  private final class Group {
    private final ArrayList<Write<?>> writes = new ArrayList<>();
    private final ArrayList<Object> results = new ArrayList<>();

    int size() {
      return results.size();
    }

    /** One that fails is answered at once and is not of the group; the others go on. */
    void add(Write<?> write, WriteBatch batch) {
      try {
        writes.ensureCapacity(size() + 1); // what is added must be noted
        results.ensureCapacity(size() + 1);
        results.add(batch.attempt(write.operation()));
        writes.add(write);
      } catch (RuntimeException | Error e) {
        write.fail(e);
      }
    }

    /** Allocates nothing: what is committed is acknowledged. */
    void complete() {
      for (int i = 0; i < writes.size(); i++) {
        complete(writes.get(i), results.get(i));
      }
    }

    @SuppressWarnings("unchecked") // it is the result of this operation
    private static <T> void complete(Write<T> write, Object result) {
      write.reply().complete((T) result);
    }

    /** An operation that was not added and has no answer yet. */
    void failIfEmpty(Write<?> first, Throwable cause) {
      if (writes.isEmpty()) {
        first.fail(cause);
      }
    }

    void fail(Throwable cause) {
      for (int i = 0; i < writes.size(); i++) {
        writes.get(i).fail(cause);
      }
    }

    void commitEachAlone() {
      for (int i = 0; i < writes.size(); i++) {
        commitAlone(writes.get(i));
      }
    }
  }

  private <T> void commitAlone(Write<T> write) {
    try {
      pipeline.health().require(); // the failure of the group may have been the store's
      var batch = pipeline.newBatch();
      T result = batch.attempt(write.operation());
      if (!batch.isEmpty()) {
        pipeline.commit(batch);
      }
      write.reply().complete(result);
    } catch (RuntimeException | Error e) {
      write.fail(e); // what was begun has been noted
    }
  }

  private <T> void perform(Maintenance<T> maintenance) {
    try {
      maintenance.reply().complete(maintenance.work().get());
    } catch (RuntimeException e) {
      maintenance.fail(e);
      LOG.debug("maintenance failed", e);
    } catch (Error e) {
      pipeline.health().stopWrites(e);
      maintenance.fail(e);
    }
  }

  /**
   * What was thrown is the committer's own affair: the caller gets an error that says what to do.
   */
  private <T> T await(Reply<T> reply, String what) {
    if (!reply.await(this::isAlive)) {
      throw pipeline.health().refusal();
    }
    switch (reply.failure()) {
      case null -> {
        return reply.result();
      }
      case MnemeException known -> throw known;
      case Throwable cause when pipeline.health().isFailed() && cause instanceof Error ->
          throw pipeline.health().refusal();
      case Throwable cause -> throw new InternalException(what, cause);
    }
  }

  /** Waits for room in the queue as long as somebody empties it. */
  private void putUninterruptibly(Task task) {
    while (!Uninterruptibly.await(() -> queue.offer(task, LOOK_MILLIS, TimeUnit.MILLISECONDS))) {
      if (!isAlive()) {
        throw pipeline.health().refusal();
      }
    }
  }
}
