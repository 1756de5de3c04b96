package dev.mneme.core.jvm;

/**
 * Room on the stack for giving back what is about to be taken. A caller that is near the end of its
 * stack may overflow in the midst of a search, which is its own affair; but if the few calls that
 * release a snapshot or a lock overflowed as well, that would be held for ever.
 */
public final class StackReserve {
  /** Deeper than any release, also where that is interpreted and this is compiled. */
  private static final int FRAMES = 48;

  private StackReserve() {}

  /**
   * Called before something is taken that must be given back.
   *
   * @throws StackOverflowError if there is no room; nothing has been taken then
   */
  public static void require() {
    if (descend(FRAMES) != FRAMES) {
      throw new AssertionError("a recursion that returns has been to its end");
    }
  }

  private static int descend(int frames) {
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }
}
