package dev.mneme.index.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Collects the body of a checkpoint, little-endian. Not thread-safe. */
public final class GrowingBuffer {
  private ByteBuffer bytes = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);

  public GrowingBuffer putByte(int value) {
    room(1).put((byte) value);
    return this;
  }

  public GrowingBuffer putInt(int value) {
    room(4).putInt(value);
    return this;
  }

  public GrowingBuffer putLong(long value) {
    room(8).putLong(value);
    return this;
  }

  /** Seven bits a byte, low ones first, the top bit set in all bytes but the last; 1 to 5 bytes. */
  public GrowingBuffer putVarInt(int value) {
    ByteBuffer out = room(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
    return this;
  }

  /** The length as {@link #putVarInt} writes it, then the bytes. */
  public GrowingBuffer putBytes(byte[] value) {
    putVarInt(value.length);
    room(value.length).put(value);
    return this;
  }

  public GrowingBuffer putBitmap(OrdinalBitmap bitmap) {
    bitmap.writeTo(room(bitmap.serializedSize()));
    return this;
  }

  /** What was put so far, as a view that later puts may invalidate. */
  ByteBuffer buffer() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
  }

  /**
   * Reads what {@link #putVarInt} wrote.
   *
   * @throws IllegalArgumentException if it is longer than 5 bytes
   * @throws java.nio.BufferUnderflowException if the buffer ends before it does
   */
  public static int varInt(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "a variable-length number of more than 5 bytes at " + in.position());
  }

  /**
   * Reads what {@link #putBytes} wrote.
   *
   * @throws IllegalArgumentException if the length cannot be right
   */
  public static byte[] bytes(ByteBuffer in) {
    int length = varInt(in);
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException(length + " bytes announced, " + in.remaining() + " left");
    }
    var value = new byte[length];
    in.get(value);
    return value;
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int needed = Math.addExact(bytes.position(), more);
      int doubled = (int) Math.min(Integer.MAX_VALUE - 64L, 2L * bytes.capacity());
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(needed, doubled)).order(ByteOrder.LITTLE_ENDIAN);
      bytes = larger.put(bytes.flip());
    }
    return bytes;
  }
}
