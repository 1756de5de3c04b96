package dev.mneme.index.vector.segment;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.mneme.core.storage.MappedReads;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Whether the bytes of a segment are those that were written. */
final class SegmentChecks {
  private SegmentChecks() {}

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Bytes {
    /** Fills the buffer from a place in the file on; with less where the file ends before. */
    void read(ByteBuffer into, long start) throws IOException;
  }

  /** Reads and checks every byte. */
  static void requireIntact(Bytes in, SegmentHeader header)
      throws IOException, SegmentHeader.Unusable {
    var table = ByteBuffer.allocate(Integer.BYTES * (header.blocks() + 1)).order(LITTLE_ENDIAN);
    in.read(table, header.checksumsStart());
    int tableLength = table.capacity() - Integer.BYTES;
    if (table.position() < table.capacity()
        || SegmentWriter.crc(table.array(), tableLength) != table.getInt(tableLength)) {
      throw new SegmentHeader.Unusable("its checksums are damaged");
    }
    var block = ByteBuffer.allocate(SegmentHeader.BLOCK);
    for (int i = 0; i < header.blocks(); i++) {
      long start = (long) i * SegmentHeader.BLOCK;
      block.clear().limit((int) Math.min(block.capacity(), header.checksumsStart() - start));
      in.read(block, start);
      if (block.hasRemaining()
          || SegmentWriter.crc(block.array(), block.limit()) != table.getInt(4 * i)) {
        throw new SegmentHeader.Unusable(
            "wrong checksum of the %d bytes from %d on".formatted(block.limit(), start));
      }
    }
  }

  /** Whether a mapping still shows all of what {@link #requireIntact} found when it was made. */
  static boolean isIntact(MemorySegment mapped, SegmentHeader header) {
    try {
      requireIntact((into, start) -> copy(mapped, start, into), header);
      return true;
    } catch (InternalError | IOException | SegmentHeader.Unusable lost) {
      return false;
    }
  }

  private static void copy(MemorySegment from, long start, ByteBuffer into) {
    MemorySegment.ofBuffer(into).copyFrom(from.asSlice(start, into.remaining()));
    into.position(into.limit());
    MappedReads.settle();
  }
}
