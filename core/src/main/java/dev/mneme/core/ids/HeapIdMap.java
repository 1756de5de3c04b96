package dev.mneme.core.ids;

import dev.mneme.error.ClosedException;

/**
 * The id map of a JVM without the flags for the off-heap one. Always starts empty. Readers never
 * wait; an entry takes about 20 bytes of heap beside the UTF-8 of its namespace and id.
 */
final class HeapIdMap implements IdMap {

  private final HeapTable table;
  private volatile boolean closed;

  HeapIdMap(long expectedEntries) {
    table = new HeapTable(expectedEntries);
  }

  @Override
  public int get(String namespace, String id) {
    int ordinal = table.get(IdKeys.of(namespace, id));
    // Checked after, for a close in between has emptied the table.
    requireOpen();
    return ordinal;
  }

  @Override
  public synchronized int put(String namespace, String id, int ordinal) {
    requireOpen();
    IdMaps.checkOrdinal(ordinal);
    return table.put(IdKeys.of(namespace, id), ordinal);
  }

  @Override
  public synchronized int remove(String namespace, String id) {
    requireOpen();
    return table.remove(IdKeys.of(namespace, id));
  }

  @Override
  public long size() {
    requireOpen();
    return table.size();
  }

  @Override
  public long checkpoint() {
    return -1;
  }

  @Override
  public void close(long sequence) {
    close();
  }

  @Override
  public synchronized void close() {
    closed = true;
    table.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("the id map");
    }
  }
}
