package dev.mneme.search.adapter;

import dev.mneme.core.model.InvalidRequest;
import java.util.function.Supplier;

/**
 * The border to frameworks whose contracts name {@link IllegalArgumentException} for bad input: an
 * {@link InvalidRequest} of the engine crosses it as one, with the same message and itself as the
 * cause. Every other error crosses unchanged. Stateless.
 */
public final class FrameworkErrors {
  private FrameworkErrors() {}

  /**
   * What the call answers.
   *
   * @throws IllegalArgumentException where the call throws InvalidRequest
   */
  public static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (InvalidRequest refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  /** As {@link #translated}, for calls that answer nothing. */
  public static void translating(Runnable call) {
    try {
      call.run();
    } catch (InvalidRequest refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  /**
   * Refuses an argument as the frameworks do.
   *
   * @throws IllegalArgumentException with the message, unless {@code condition} holds
   */
  public static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
