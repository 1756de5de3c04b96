package dev.mneme.core.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Little-endian fields in byte arrays, and their checksum. */
public final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  public static int getUnsignedShort(byte[] bytes, int at) {
    return Short.toUnsignedInt((short) SHORT.get(bytes, at));
  }

  public static void putShort(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  public static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  public static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  public static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  /** CRC-32C (Castagnoli) of {@code length} bytes. */
  public static int crc(byte[] bytes, int at, int length) {
    var crc = new CRC32C();
    crc.update(bytes, at, length);
    return (int) crc.getValue();
  }

  /** The same of a part of a buffer on the heap, whatever its position. */
  public static int crc(ByteBuffer bytes, int at, int length) {
    return crc(bytes.array(), bytes.arrayOffset() + at, length);
  }

  /** Whether the last four bytes are the checksum of everything before them. */
  public static boolean endInTheirChecksum(byte[] bytes) {
    int end = bytes.length - Integer.BYTES;
    return end > 0 && getInt(bytes, end) == crc(bytes, 0, end);
  }
}
