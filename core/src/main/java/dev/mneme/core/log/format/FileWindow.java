package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A buffer that moves over a file, for reading records through the channel. Not thread-safe. */
public final class FileWindow {
  private static final int CAPACITY = 1 << 20;

  private final Storage.File file;
  private final long limit;
  private byte[] bytes;
  private long base;
  private int filled;

  /**
   * @param limit nothing is read beyond this offset
   */
  public FileWindow(Storage.File file, long limit) {
    this.file = file;
    this.limit = limit;
    this.bytes = new byte[Math.clamp(limit, RecordFormat.MIN_LENGTH, CAPACITY)];
  }

  public byte[] array() {
    return bytes;
  }

  public long limit() {
    return limit;
  }

  /**
   * Makes that part of the file available and returns where in {@link #array} it begins. It must
   * lie within the limit.
   */
  public int load(long offset, int length) throws IOException {
    if (offset < base || offset + length > base + filled) {
      if (length > bytes.length) {
        bytes = new byte[length];
      }
      int wanted = (int) Math.min(bytes.length, limit - offset);
      base = offset;
      filled = Math.max(0, file.read(ByteBuffer.wrap(bytes, 0, wanted), offset));
      if (filled < length) {
        throw new EOFException("the file ended while it was read");
      }
    }
    return (int) (offset - base);
  }

  /**
   * The length of the valid record at {@code offset}, which is then loaded, or 0 if there is none.
   */
  public int validRecord(long offset) throws IOException {
    long available = limit - offset;
    if (available < RecordFormat.MIN_LENGTH) {
      return 0;
    }
    int at = load(offset, RecordFormat.MIN_LENGTH);
    int length = Bytes.getInt(bytes, at + RecordFormat.LENGTH);
    if (!RecordFormat.plausible(length, bytes[at + RecordFormat.KIND], available)) {
      return 0;
    }
    at = load(offset, length);
    return RecordFormat.validLength(bytes, at, length);
  }
}
