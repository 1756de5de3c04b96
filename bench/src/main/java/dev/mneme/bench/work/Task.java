package dev.mneme.bench.work;

/**
 * What an engine is asked to do. Fields that a kind of work does not use are 0 or empty.
 *
 * @param work which kind
 * @param ef depth of the graph search
 * @param threads that work at the same time
 * @param filter name of a {@link dev.mneme.bench.data.FilterKind}
 * @param share of the memories that pass the filter, or of the operations that are writes
 * @param seconds after which to stop at the latest
 */
public record Task(Kind work, int ef, int threads, String filter, double share, double seconds) {

  /** Kinds of work. */
  public enum Kind {
    LOAD,
    MEMORY,
    VECTOR,
    HYBRID,
    FILTER,
    ALLOCATION,
    OPERATIONS,
    USERS,
    MIXED,
    REOPEN
  }

  public static Task of(Kind work) {
    return new Task(work, 0, 1, "", 0, 0);
  }

  public Task ef(int value) {
    return new Task(work, value, threads, filter, share, seconds);
  }

  public Task threads(int value) {
    return new Task(work, ef, value, filter, share, seconds);
  }

  public Task filter(String value) {
    return new Task(work, ef, threads, value, share, seconds);
  }

  public Task share(double value) {
    return new Task(work, ef, threads, filter, value, seconds);
  }

  public Task seconds(double value) {
    return new Task(work, ef, threads, filter, share, value);
  }
}
