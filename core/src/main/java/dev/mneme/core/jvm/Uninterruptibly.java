package dev.mneme.core.jvm;

/**
 * Waits to the end, whoever interrupts: an outcome must be known before the caller goes on. The
 * interrupt is there again when the wait is over.
 */
public final class Uninterruptibly {
  private Uninterruptibly() {}

  /** A wait that an interrupt ends; it is begun again then. */
  @FunctionalInterface
  public interface Wait<T, X extends Exception> {
    T await() throws InterruptedException, X;
  }

  /** What the wait gives, or what it throws. */
  public static <T, X extends Exception> T await(Wait<T, X> wait) throws X {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the end of a thread. */
  public static void join(Thread thread) {
    await(
        () -> {
          thread.join();
          return true;
        });
  }
}
