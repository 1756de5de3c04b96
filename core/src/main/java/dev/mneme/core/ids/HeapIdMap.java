package dev.mneme.core.ids;

/**
 * The id map of a JVM without the flags for the off-heap one. Always starts empty. Readers never
 * wait; an entry takes about 20 bytes of heap beside the UTF-8 of its namespace and id.
 */
final class HeapIdMap extends TableIdMap {

  private final HeapTable table;

  HeapIdMap(long expectedEntries) {
    super("the id map");
    table = new HeapTable(expectedEntries);
  }

  @Override
  KeyTable table() {
    return table;
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
  public long checkpoint() {
    return -1;
  }

  @Override
  public void close(long sequence) {
    close();
  }

  @Override
  public synchronized void close() {
    markClosed();
    table.close();
  }
}
