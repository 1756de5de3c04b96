package dev.mneme.core.ids;

/**
 * (namespace, id) to ordinal. One writer, many readers; readers take no lock that the writer holds
 * for long. Persistent implementations are trusted at open only if {@link #checkpoint()} equals
 * what the caller expects: see IdMaps.
 */
public interface IdMap extends AutoCloseable {

  int ABSENT = -1;

  /** The current ordinal, or {@link #ABSENT}. */
  int get(String namespace, String id);

  /** Sets the ordinal and returns the previous one, or {@link #ABSENT}. */
  int put(String namespace, String id, int ordinal);

  /** Forgets the key and returns its ordinal, or {@link #ABSENT}. */
  int remove(String namespace, String id);

  long size();

  /** The sequence that a cleanly closed map was at, or -1 if this map starts empty. */
  long checkpoint();

  /**
   * Closes; a persistent map writes {@code sequence} as its clean-close marker. A map that is not
   * closed so is discarded at open.
   */
  void close(long sequence);

  /** Closes without a marker: the next open starts empty. */
  @Override
  void close();
}
