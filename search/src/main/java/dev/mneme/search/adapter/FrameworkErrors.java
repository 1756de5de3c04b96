package dev.mneme.search.adapter;

import dev.mneme.core.check.Require;
import dev.mneme.memory.Limits;
import dev.mneme.error.InvalidRequestException;
import java.util.function.Supplier;

/**
 * The border to frameworks whose contracts name {@link IllegalArgumentException} for bad input: an
 * {@link InvalidRequestException} of the engine crosses it as one, with the same message and itself
 * as the cause. Every other error crosses unchanged. Stateless.
 */
public final class FrameworkErrors {
  private FrameworkErrors() {}

  /**
   * What the call answers.
   *
   * @throws IllegalArgumentException where the call throws InvalidRequestException
   */
  public static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (InvalidRequestException refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  /** As {@link #translated}, for calls that answer nothing. */
  public static void translating(Runnable call) {
    try {
      call.run();
    } catch (InvalidRequestException refused) {
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

  /**
   * Refuses what is nested deeper than any filter of the engine may be, so that translating it
   * cannot exhaust the stack.
   *
   * @param depth from 1
   * @throws InvalidRequestException if it is deeper
   */
  public static void requireDepth(int depth) {
    Require.that(
        depth <= Limits.DEEPEST_FILTER,
        "a filter may be nested at most %d levels deep",
        Limits.DEEPEST_FILTER);
  }
}
