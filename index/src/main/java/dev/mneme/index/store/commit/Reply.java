package dev.mneme.index.store.commit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one caller waits for while another thread works on it. Answering allocates nothing, so that
 * a caller gets its answer also when memory has run out. Made and awaited by one thread, answered
 * by another; the first answer counts.
 */
final class Reply<T> {
  /**
   * The waiting thread looks this often whether the answering one is still there: a lost wake-up
   * must not cost more than that.
   */
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Thread waiting = Thread.currentThread();
  private @Nullable T result;
  private @Nullable Throwable failure;

  /** Written last and read first: it publishes the other two. */
  private volatile boolean answered;

  /** Gives the result. */
  void complete(T value) {
    if (!answered) {
      result = value;
      answered = true;
      LockSupport.unpark(waiting);
    }
  }

  /** Says that there is no result, and why. */
  void fail(Throwable cause) {
    if (!answered) {
      failure = cause;
      answered = true;
      LockSupport.unpark(waiting);
    }
  }

  /** Why there is no result; null while there is no answer, and where there is a result. */
  @Nullable Throwable failure() {
    return answered ? failure : null;
  }

  /** The result, which may be null where the work gives null. */
  @SuppressWarnings("NullAway") // as nullable as T itself is
  T result() {
    return result;
  }

  /**
   * Waits for the answer, interrupts or not: the outcome must be known.
   *
   * @param alive whether somebody is there who will answer
   * @return false if there will be no answer
   */
  boolean await(BooleanSupplier alive) {
    boolean interrupted = false;
    while (!answered && alive.getAsBoolean()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answered;
  }
}
