package dev.mneme.index.store.state;

import dev.mneme.core.jvm.Uninterruptibly;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on a thread of its own and waits for it. Nobody knows that thread, so that an interrupt
 * of the caller's, at whatever moment, neither closes a channel that Lucene reads or writes through
 * nor cuts the work short; and the work has a whole stack, however deep the caller is.
 */
public final class OwnThread<T> implements Runnable {
  private final Supplier<T> work;
  private @Nullable T result;
  private @Nullable Throwable failure;

  private OwnThread(Supplier<T> work) {
    this.work = work;
  }

  /**
   * The result of the work, or what it threw. The caller's interrupt is kept until it is done.
   * Where no thread can be made the caller does the work itself.
   */
  public static <T> T call(String name, Supplier<T> work) {
    var task = new OwnThread<T>(work);
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    if (started(thread)) {
      Uninterruptibly.join(thread);
    } else {
      boolean interrupted = Thread.interrupted();
      try {
        task.run();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    return task.outcome();
  }

  private static boolean started(Thread thread) {
    try {
      thread.start();
      return true;
    } catch (OutOfMemoryError e) { // of threads, mostly
      return false;
    }
  }

  @Override
  public void run() {
    try {
      result = work.get();
    } catch (Throwable e) {
      failure = e;
    }
  }

  private T outcome() {
    return switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null -> java.util.Objects.requireNonNull(result);
      case Throwable e -> throw new IllegalStateException(e);
    };
  }
}
