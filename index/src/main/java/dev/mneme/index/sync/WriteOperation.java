package dev.mneme.index.sync;

/**
 * One atomic change, run on the committer thread. It looks at the state as of all operations before
 * it and stages records; if it throws, nothing of it is staged.
 *
 * @param <T> what the caller gets once the change is acknowledged
 */
@FunctionalInterface
public interface WriteOperation<T> {
  T stage(Staging staging);
}
