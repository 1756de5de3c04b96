package dev.mneme.index.btree;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Tells H2's map how to order entries. They are never written by H2, see {@link CountedTree}. */
final class EntryType extends BasicDataType<Entry> {
  static final EntryType INSTANCE = new EntryType();

  private EntryType() {}

  @Override
  public int compare(Entry a, Entry b) {
    return a.compareTo(b);
  }

  /** As the inherited one, but without a virtual call a step. */
  @Override
  public int binarySearch(Entry key, Object storage, int size, int initialGuess) {
    Entry[] entries = (Entry[]) storage;
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = key.compareTo(entries[middle]);
      if (order == 0) {
        return middle;
      }
      if (order > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  @Override
  public Entry[] createStorage(int size) {
    return new Entry[size];
  }

  @Override
  public int getMemory(Entry entry) {
    return CountedTree.BYTES_PER_ENTRY;
  }

  @Override
  public void write(WriteBuffer out, Entry entry) {
    out.putInt(entry.group()).putLong(entry.value()).putInt(entry.ordinal());
  }

  @Override
  public Entry read(ByteBuffer in) {
    return new Entry(in.getInt(), in.getLong(), in.getInt());
  }
}
