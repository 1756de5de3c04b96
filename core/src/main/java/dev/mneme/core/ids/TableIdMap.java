package dev.mneme.core.ids;

import dev.mneme.error.ClosedException;

/** What the id maps do alike, whatever their table: one writer, any readers, and an end. */
abstract class TableIdMap implements IdMap {
  private final String name;
  private volatile boolean closed;

  /**
   * @param name by which errors call it
   */
  TableIdMap(String name) {
    this.name = name;
  }

  /** The table as it is now. */
  abstract KeyTable table();

  @Override
  public synchronized int remove(String namespace, String id) {
    requireOpen();
    return table().remove(IdKeys.of(namespace, id));
  }

  @Override
  public long size() {
    requireOpen();
    return table().size();
  }

  final void requireOpen() {
    if (closed) {
      throw new ClosedException(name);
    }
  }

  final boolean isClosed() {
    return closed;
  }

  /** From here on every call is refused. */
  final void markClosed() {
    closed = true;
  }
}
