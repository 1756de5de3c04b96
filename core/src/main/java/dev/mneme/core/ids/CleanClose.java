package dev.mneme.core.ids;

import dev.mneme.core.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What a cleanly closed map leaves beside its file: proof that the file is whole, and where it
 * stood. Taken away before the map is opened again, so a process that dies leaves none, and the
 * file is not trusted.
 *
 * <pre>
 * 0   8  magic and version, "MNIDS" 0 0 2
 * 8   8  sequence up to which the map has followed the log
 * 16  8  entries
 * 24  8  capacity that the map was created with
 * 32  8  length of the map's file
 * 40  4  generation, which is part of the file's name
 * 44  4  CRC32C of the map's file
 * 48  4  CRC32C of the bytes before
 * </pre>
 *
 * Little-endian.
 */
record CleanClose(
    long sequence, long entries, long capacity, long fileBytes, int generation, int fileCrc) {

  private static final long MAGIC = 0x02_00_00_53_44_49_4E_4DL;
  private static final int BYTES = 52;
  private static final int CRC_OFFSET = BYTES - Integer.BYTES;

  ByteBuffer encode() {
    var bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putLong(sequence).putLong(entries).putLong(capacity).putLong(fileBytes);
    bytes.putInt(generation).putInt(fileCrc).putInt(Bytes.crc(bytes, 0, CRC_OFFSET));
    return bytes.flip();
  }

  /** Empty if the bytes are not a whole marker of this version. */
  static Optional<CleanClose> decode(byte[] content) {
    var bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length != BYTES || bytes.getLong() != MAGIC || !Bytes.endInTheirChecksum(content)) {
      return Optional.empty();
    }
    return Optional.of(
        new CleanClose(
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getInt(),
            bytes.getInt()));
  }
}
