package dev.mneme.index.store.commit;

/**
 * One atomic change, run on the committer thread. It looks at the state as of all operations before
 * it and adds records; if it throws, nothing of it is added.
 *
 * @param <T> what the caller gets once the change is acknowledged
 */
@FunctionalInterface
public interface WriteOperation<T> {
  T apply(WriteBatch batch);
}
