package dev.mneme.core.ids;

import dev.mneme.core.bytes.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An on-heap table made for little memory and for readers that never wait. Keys lie one after the
 * other in 64 KiB blocks of bytes; an open-addressing array with linear probing holds one long a
 * key, (position + 1) and ordinal packed. It doubles at a load of 0.6, so an entry costs its key, 2
 * bytes of length and 13 to 27 bytes of slots: about 70 bytes for a UUID in a short namespace,
 * where a map of strings to boxed integers takes over 150. Removed keys keep their bytes until the
 * next copy.
 *
 * <p>Concurrency: key bytes are written before the slot that points to them is released, and never
 * changed after; a new ordinal of a known key is one atomic store; growing copies into a new array
 * and swaps one reference. So a reader sees each key as it was at some moment during its call,
 * without a lock. Up to 8 GiB of key bytes.
 */
final class HeapTable implements KeyTable {

  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int ORDINAL_BITS = 31;
  private static final int ORDINAL_MASK = (1 << ORDINAL_BITS) - 1;
  private static final int BLOCK_BITS = 16;
  private static final int BLOCK_BYTES = 1 << BLOCK_BITS;
  private static final int LENGTH_BYTES = 2;
  private static final int MIN_SLOTS = 64;
  private static final long MAX_POSITION = (1L << (64 - ORDINAL_BITS)) - 2;

  private static final long EMPTY = 0;

  /** A removed key; every real slot is at least 1 << 31. */
  private static final long TOMBSTONE = 1;

  /** Ids come from outside: without a secret seed they could be chosen to collide. */
  private final long seed;

  private volatile Keys keys;
  private volatile long size;

  HeapTable(long expectedEntries) {
    this(expectedEntries, ThreadLocalRandom.current().nextLong());
  }

  HeapTable(long expectedEntries, long seed) {
    this.seed = seed;
    keys = new Keys(slotsFor(expectedEntries));
  }

  @Override
  public int get(byte[] key) {
    long slot = keys.slotOf(key, hash(key));
    return slot == EMPTY ? IdMap.ABSENT : ordinal(slot);
  }

  @Override
  public int put(byte[] key, int ordinal) {
    int hash = hash(key);
    int found = keys.find(key, hash);
    if (found >= 0) {
      long slot = keys.slot(found);
      keys.set(found, (slot & ~(long) ORDINAL_MASK) | ordinal);
      return ordinal(slot);
    }
    if (keys.isCrowded()) {
      rehash();
    }
    keys.insert(hash, pack(keys.append(key), ordinal));
    long before = size;
    size = before + 1;
    return IdMap.ABSENT;
  }

  @Override
  public int remove(byte[] key) {
    int found = keys.find(key, hash(key));
    if (found < 0) {
      return IdMap.ABSENT;
    }
    int ordinal = ordinal(keys.slot(found));
    keys.set(found, TOMBSTONE);
    long before = size;
    size = before - 1;
    return ordinal;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void forEach(Visitor visitor) {
    Keys current = keys;
    for (int i = 0; i <= current.mask; i++) {
      long slot = current.slot(i);
      if (slot != EMPTY && slot != TOMBSTONE) {
        visitor.visit(current.copyOfKey(position(slot)), ordinal(slot));
      }
    }
  }

  @Override
  public void close() {
    keys = new Keys(MIN_SLOTS);
    size = 0;
  }

  /** Copies what is alive, keys included: tombstones and the bytes of removed keys go. */
  private void rehash() {
    Keys old = keys;
    var fresh = new Keys(slotsFor(Math.max(size + 1, size * 3 / 2)));
    forEach((key, ordinal) -> fresh.insert(hash(key), pack(fresh.append(key), ordinal)));
    assert old == keys;
    keys = fresh;
  }

  /** At least twice the entries, so that the load after it is at most one half. */
  private static int slotsFor(long entries) {
    long slots = Long.highestOneBit(Math.max(entries, MIN_SLOTS / 2) * 2 - 1) << 1;
    if (slots > 1 << 30) {
      throw new IllegalStateException(
          "an on-heap id map cannot hold "
              + entries
              + " ids; see the JVM flags for the off-heap map");
    }
    return (int) slots;
  }

  private static long pack(long position, int ordinal) {
    return (position + 1) << ORDINAL_BITS | ordinal;
  }

  private static long position(long slot) {
    return (slot >>> ORDINAL_BITS) - 1;
  }

  private static int ordinal(long slot) {
    return (int) slot & ORDINAL_MASK;
  }

  /** Folded 128-bit products over eight bytes at a time, after wyhash. */
  private int hash(byte[] key) {
    long hash = seed ^ key.length;
    int i = 0;
    for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
      hash = fold(hash ^ Bytes.getLong(key, i), 0x9E3779B97F4A7C15L);
    }
    long rest = 0;
    for (; i < key.length; i++) {
      rest = rest << 8 | (key[i] & 0xFF);
    }
    return (int) fold(hash ^ rest, 0xD1B54A32D192ED03L);
  }

  private static long fold(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }

  /**
   * The arrays of one size; {@code blocks} grows in place, everything else is replaced by {@link
   * #rehash}.
   */
  private static final class Keys {
    private final long[] slots;
    private final int mask;

    /** Read by other threads only after they acquired a slot that points into it. */
    private byte[][] blocks = new byte[1][BLOCK_BYTES];

    private long end;
    private int used;

    Keys(int slotCount) {
      slots = new long[slotCount];
      mask = slotCount - 1;
    }

    long slot(int index) {
      return (long) SLOTS.getAcquire(slots, index);
    }

    void set(int index, long slot) {
      SLOTS.setRelease(slots, index, slot);
    }

    /**
     * What the key's slot holds, or {@link #EMPTY}. For readers: where the slot is read a second
     * time, the key may have been removed from it.
     */
    long slotOf(byte[] key, int hash) {
      for (int i = hash & mask; ; i = (i + 1) & mask) {
        long slot = slot(i);
        if (slot == EMPTY || (slot != TOMBSTONE && isAt(position(slot), key))) {
          return slot;
        }
      }
    }

    /**
     * For the writer: the index of the key's slot, or -1. The load limit leaves empty slots, so the
     * probe ends.
     */
    int find(byte[] key, int hash) {
      for (int i = hash & mask; ; i = (i + 1) & mask) {
        long slot = slot(i);
        if (slot == EMPTY) {
          return -1;
        }
        if (slot != TOMBSTONE && isAt(position(slot), key)) {
          return i;
        }
      }
    }

    boolean isCrowded() {
      return used >= slots.length / 10 * 6;
    }

    /**
     * The key must not be there. Tombstones are left to the next rehash, which keeps {@code used}
     * exact.
     */
    void insert(int hash, long slot) {
      int i = hash & mask;
      while (slot(i) != EMPTY) {
        i = (i + 1) & mask;
      }
      set(i, slot);
      used++;
    }

    /**
     * Copies the key behind the last one and returns its position; a key never crosses a block's
     * border.
     */
    long append(byte[] key) {
      int length = key.length;
      int room = BLOCK_BYTES - (int) (end & (BLOCK_BYTES - 1));
      if (room < LENGTH_BYTES + length) {
        end += room;
      }
      if (end > MAX_POSITION) {
        throw new IllegalStateException("an on-heap id map cannot hold over 8 GiB of ids");
      }
      byte[] block = block((int) (end >>> BLOCK_BITS));
      int offset = (int) end & (BLOCK_BYTES - 1);
      block[offset] = (byte) (length >>> 8);
      block[offset + 1] = (byte) length;
      System.arraycopy(key, 0, block, offset + LENGTH_BYTES, length);
      long position = end;
      end += LENGTH_BYTES + length;
      return position;
    }

    byte[] copyOfKey(long position) {
      byte[] block = blocks[(int) (position >>> BLOCK_BITS)];
      int offset = (int) position & (BLOCK_BYTES - 1);
      int from = offset + LENGTH_BYTES;
      return Arrays.copyOfRange(block, from, from + length(block, offset));
    }

    private boolean isAt(long position, byte[] key) {
      byte[] block = blocks[(int) (position >>> BLOCK_BITS)];
      int offset = (int) position & (BLOCK_BYTES - 1);
      int from = offset + LENGTH_BYTES;
      return length(block, offset) == key.length
          && Arrays.equals(block, from, from + key.length, key, 0, key.length);
    }

    private static int length(byte[] block, int offset) {
      return (block[offset] & 0xFF) << 8 | (block[offset + 1] & 0xFF);
    }

    private byte[] block(int index) {
      if (index == blocks.length) {
        // Readers may hold the old array: it stays as it is.
        blocks = Arrays.copyOf(blocks, Math.max(2, blocks.length * 3 / 2));
      }
      if (blocks[index] == null) {
        blocks[index] = new byte[BLOCK_BYTES];
      }
      return blocks[index];
    }
  }
}
