package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Reads little-endian values from a part of a byte array. Fails with an unchecked exception beyond
 * its end.
 */
final class ByteSource {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteSource(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = java.util.Objects.checkFromIndexSize(from, length, bytes.length);
    this.end = from + length;
  }

  private int advance(int length) {
    if (length < 0 || length > end - at) {
      throw new IndexOutOfBoundsException("needs " + length + " bytes of " + (end - at));
    }
    int start = at;
    at += length;
    return start;
  }

  boolean exhausted() {
    return at == end;
  }

  int nextByte() {
    return bytes[advance(1)];
  }

  int nextUnsignedShort() {
    return Bytes.getUnsignedShort(bytes, advance(Short.BYTES));
  }

  int nextInt() {
    return Bytes.getInt(bytes, advance(Integer.BYTES));
  }

  long nextLong() {
    return Bytes.getLong(bytes, advance(Long.BYTES));
  }

  String nextString(int length) {
    return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
  }
}
