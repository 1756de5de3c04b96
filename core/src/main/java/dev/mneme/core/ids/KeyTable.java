package dev.mneme.core.ids;

/**
 * Byte keys to ordinals, of fixed capacity or not. One thread at a time writes, any thread reads
 * meanwhile. Keys are not empty and at most {@link IdKeys#MAX_BYTES} long; ordinals are not
 * negative.
 */
interface KeyTable extends AutoCloseable {

  /** The ordinal, or {@link IdMap#ABSENT}. */
  int get(byte[] key);

  /**
   * Sets the ordinal and returns the previous one, or {@link IdMap#ABSENT}.
   *
   * @throws Full if there is no room; nothing has changed then
   */
  int put(byte[] key, int ordinal);

  /** Forgets the key and returns its ordinal, or {@link IdMap#ABSENT}. */
  int remove(byte[] key);

  long size();

  /** Visits every entry once, in no order; only from the writing thread. */
  void forEach(Visitor visitor);

  /** Gives all memory back. Nobody may be inside a method of this table, nor call one again. */
  @Override
  void close();

  /** Receives entries. */
  interface Visitor {
    void visit(byte[] key, int ordinal);
  }

  /** A table of fixed capacity has no room for another entry. */
  final class Full extends RuntimeException {
    private static final long serialVersionUID = 1;

    Full(Throwable cause) {
      super(cause);
    }
  }
}
