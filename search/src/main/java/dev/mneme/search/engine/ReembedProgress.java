package dev.mneme.search.engine;

/** Hears how far {@link Namespace#reembed(int, ReembedProgress)} is. */
@FunctionalInterface
public interface ReembedProgress {

  /** So many memories are done, of so many that lacked a vector at the beginning. */
  void done(long memories, long of);
}
