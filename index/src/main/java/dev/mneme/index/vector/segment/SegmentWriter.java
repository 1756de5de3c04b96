package dev.mneme.index.vector.segment;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes bytes one after the other into a new file, with a checksum for each block. Syncs now and
 * then, so that whoever cancels need not wait for all of the file to reach the disk.
 */
public final class SegmentWriter {
  /** Blocks between two syncs. */
  private static final int SYNCED = 16;

  private final Storage.File file;
  private final Runnable check;
  private final ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BLOCK).order(LITTLE_ENDIAN);
  private int[] checksums = new int[16];
  private int blocks;
  private long flushed;

  /**
   * @param check called before each block; what it throws ends the writing
   */
  public SegmentWriter(Storage.File file, Runnable check) {
    this.file = file;
    this.check = check;
  }

  public void header(SegmentHeader header) throws IOException {
    header.writeTo(block);
    padTo(SegmentHeader.SIZE);
  }

  /** Fills up with zeros to an offset. */
  public void padTo(long offset) throws IOException {
    while (flushed + block.position() < offset) {
      room(1).put((byte) 0);
    }
  }

  public void putInts(int[] values) throws IOException {
    for (int value : values) {
      room(Integer.BYTES).putInt(value);
    }
  }

  /** The high halves and the low halves in turn. */
  public void putPairs(long[] values) throws IOException {
    for (long value : values) {
      room(Integer.BYTES).putInt((int) (value >>> 32));
      room(Integer.BYTES).putInt((int) value);
    }
  }

  public void putFloats(float[] values) throws IOException {
    for (float value : values) {
      room(Float.BYTES).putFloat(value);
    }
  }

  public void put(MemorySegment bytes) throws IOException {
    for (long at = 0; at < bytes.byteSize(); ) {
      room(1);
      int length = (int) Math.min(block.remaining(), bytes.byteSize() - at);
      MemorySegment.copy(
          bytes,
          ValueLayout.JAVA_BYTE,
          at,
          block.array(),
          block.arrayOffset() + block.position(),
          length);
      block.position(block.position() + length);
      at += length;
    }
  }

  /** Everything that is put is a divisor of a block, so that none is cut in two. */
  private ByteBuffer room(int bytes) throws IOException {
    if (block.remaining() < bytes) {
      flush();
    }
    return block;
  }

  private void flush() throws IOException {
    check.run();
    if (blocks == checksums.length) {
      checksums = Arrays.copyOf(checksums, 2 * blocks);
    }
    checksums[blocks++] = crc(block.array(), block.position());
    write(block);
    if (blocks % SYNCED == 0) {
      file.sync();
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    bytes.flip();
    int length = bytes.remaining();
    file.write(bytes, flushed);
    flushed += length;
    bytes.clear();
  }

  /** Writes what is left, and the checksums. */
  public void finish() throws IOException {
    if (block.position() > 0) {
      flush();
    }
    var table = ByteBuffer.allocate(Integer.BYTES * (blocks + 1)).order(LITTLE_ENDIAN);
    for (int i = 0; i < blocks; i++) {
      table.putInt(checksums[i]);
    }
    table.putInt(crc(table.array(), table.position()));
    write(table);
  }

  static int crc(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
