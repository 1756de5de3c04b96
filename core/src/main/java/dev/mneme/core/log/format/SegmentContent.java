package dev.mneme.core.log.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What readers see of a segment at one moment. Immutable. A record lies in the mapping or in the
 * tail, never across.
 *
 * @param mapped the file's beginning
 * @param tail copies what was appended behind the mapping; may be longer than what is published of
 *     it
 * @param end where the published records end
 * @param digest of the log as of the last sequence
 * @param contentDigest of the records in the segment; that of the log where compaction did not
 *     write it
 */
public record SegmentContent(
    MemorySegment mapped,
    MemorySegment tail,
    long end,
    long lastSequence,
    int lastOrdinal,
    long records,
    long digest,
    long contentDigest) {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The part of the file that counts: a failed write may have left more. */
  public long publishedBytes() {
    return Math.max(end, mapped.byteSize());
  }

  int getInt(long offset) {
    long inTail = offset - mapped.byteSize();
    return inTail < 0 ? mapped.get(INT, offset) : tail.get(INT, inTail);
  }

  int getUnsignedShort(long offset) {
    return Byte.toUnsignedInt(getByte(offset)) | Byte.toUnsignedInt(getByte(offset + 1)) << 8;
  }

  long getLong(long offset) {
    long inTail = offset - mapped.byteSize();
    return inTail < 0 ? mapped.get(LONG, offset) : tail.get(LONG, inTail);
  }

  byte getByte(long offset) {
    long inTail = offset - mapped.byteSize();
    return inTail < 0
        ? mapped.get(ValueLayout.JAVA_BYTE, offset)
        : tail.get(ValueLayout.JAVA_BYTE, inTail);
  }

  MemorySegment slice(long offset, long length) {
    long inTail = offset - mapped.byteSize();
    return inTail < 0 ? mapped.asSlice(offset, length) : tail.asSlice(inTail, length);
  }

  /**
   * How many bytes from {@code offset} on may belong to one record; 0 or less if a record cannot
   * begin there.
   */
  long available(long offset) {
    if (offset < SegmentFormat.HEADER_LENGTH || offset % RecordFormat.ALIGNMENT != 0) {
      return 0;
    }
    return (offset < mapped.byteSize() ? Math.min(mapped.byteSize(), end) : end) - offset;
  }
}
