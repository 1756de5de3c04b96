package dev.mneme.index.store.commit;

/** What the committer's thread does beside commits. Never throws but where it says so. */
public interface Housekeeping {
  /**
   * Before a group is put together.
   *
   * @throws RuntimeException for which the group is refused
   */
  void beforeGroup();

  /** After each task, when its callers have their answers. Cheap where nothing is due. */
  void afterTask();

  /** Whether there is something that {@link #whenIdle} would do. */
  boolean hasIdleWork();

  /** When no write has come for a moment. */
  void whenIdle();
}
