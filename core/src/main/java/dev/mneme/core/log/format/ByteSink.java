package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.check.Require;

import java.util.Arrays;

/** A byte array that grows as little-endian values are added. Not thread-safe. */
final class ByteSink {
  /** What one batch may be at most, far below what an array may hold. */
  static final int MAX_SIZE = 1 << 30;

  private static final int INITIAL = 16 << 10;
  private static final int RETAINED = 4 << 20;

  private byte[] bytes = new byte[INITIAL];
  private int size;

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Empties it, and gives back the memory of an unusually large content. */
  void clear() {
    size = 0;
    if (bytes.length > RETAINED) {
      bytes = new byte[INITIAL];
    }
  }

  void truncate(int newSize) {
    size = newSize;
  }

  /** Adds that many zeros and returns where they begin. */
  int reserve(int length) {
    long needed = (long) size + length;
    Require.that(needed <= MAX_SIZE, "a batch of over %d bytes is too large", MAX_SIZE);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.clamp(2L * bytes.length, needed, Math.max(needed, MAX_SIZE)));
    }
    int start = size;
    size = (int) needed;
    Arrays.fill(bytes, start, size, (byte) 0);
    return start;
  }

  void add(byte[] source, int from, int length) {
    int at = reserve(length);
    System.arraycopy(source, from, bytes, at, length);
  }

  void add(byte[] source) {
    add(source, 0, source.length);
  }

  void addByte(int value) {
    int at = reserve(Byte.BYTES); // first: it may replace the array
    bytes[at] = (byte) value;
  }

  void addShort(int value) {
    int at = reserve(Short.BYTES);
    Bytes.putShort(bytes, at, value);
  }

  void addInt(int value) {
    int at = reserve(Integer.BYTES);
    Bytes.putInt(bytes, at, value);
  }

  void addLong(long value) {
    int at = reserve(Long.BYTES);
    Bytes.putLong(bytes, at, value);
  }
}
