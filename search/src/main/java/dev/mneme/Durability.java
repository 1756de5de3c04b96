package dev.mneme;

/** When a write is acknowledged. */
public enum Durability {
  /**
   * After fsync: it survives a crash of the process, of the operating system, and loss of power.
   */
  SYNC,
  /**
   * After the write: it survives a crash of the process; at most the stated window is lost when the
   * machine goes down.
   */
  ASYNC
}
