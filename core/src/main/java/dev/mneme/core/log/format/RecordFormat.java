package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import java.util.zip.CRC32C;

/**
 * The bytes of a record. This class is the specification; {@link SegmentFormat} says what surrounds
 * the records.
 *
 * <p>All numbers are little-endian. A record starts at a multiple of 8 bytes in the file, is a
 * multiple of 8 bytes long and padded with zeros. The CRC is CRC-32C of the whole record without
 * the CRC field itself, length and padding included. Instants are milliseconds since 1970, except
 * the time of writing, which keeps its nanoseconds. Strings are UTF-8.
 *
 * <pre>
 * put (kind 1) and delete (kind 2)
 *   0 +---------------------+---------------------+
 *     | length (int)        | crc32c (int)        |
 *   8 +----+----+-----------+----------+----------+
 *     |kind|flag| namespace | id bytes | attribute|   flag bit 0: text is LZ4, bit 1: has expiry
 *     |    |    | bytes     | (short)  | count    |
 *  16 +----+----+-----------+----------+----------+
 *     | sequence (long)                           |
 *  24 +-------------------------------------------+
 *     | previous sequence of the same id, or -1   |
 *  32 +-------------------------------------------+
 *     | written: seconds (long)                   |
 *  40 +---------------------+---------------------+
 *     | written: nanos (int)| ordinal (int)       |   ordinal is -1 in a delete
 *  48 +---------------------+---------------------+   a delete goes on with namespace and id
 *     | event time (long)                         |
 *  56 +-------------------------------------------+
 *     | expiry (long), 0 if none                  |
 *  64 +---------------------+---------------------+
 *     | text bytes          | text bytes stored   |   equal unless compressed
 *  72 +---------------------+---------------------+
 *     | attribute bytes     | vector dimension    |   dimension is 0 if there is no vector
 *  80 +---------------------+---------------------+
 *     | vector: float32 * dimension, raw          |
 *     +-------------------------------------------+
 *     | namespace, id, attributes, text, padding  |
 *     +-------------------------------------------+
 *
 * batch end (kind 3): what precedes it since the previous batch end counts
 *   0 | length = 48         | crc32c              |
 *   8 | kind, 3 zero bytes  | records (int)       |   0 records: a mark written at close
 *  16 | last sequence so far (long)               |
 *  24 | bytes of the batch before this record     |
 *  32 | durable (long): bytes of the file that were fsynced before this batch was written
 *  40 | highest ordinal ever| crc32c of the batch's record CRCs, in order
 *
 * seal (kind 4): the last record of a segment that gets no more
 *   0 | length = 64         | crc32c              |
 *   8 | kind, 3 zero bytes  | highest ordinal ever|
 *  16 | last sequence that the segment covers     |
 *  24 | puts and deletes (long)                   |
 *  32 | offset of this record                     |
 *  40 | first sequence that the segment covers    |
 *  48 | digest of the log as of the last sequence |  see LogDigest; zeros in version 1
 *  56 | digest of the records in the segment      |
 *
 * expiry (kind 5): what was stored before it and expires by then is gone, whatever the clock says
 *   0 | length = 48         | crc32c              |
 *   8 | kind, 7 zero bytes                        |
 *  16 | sequence (long)                           |
 *  24 | expired up to and including (long)        |
 *  32 | written: seconds (long)                   |
 *  40 | written: nanos (int)| -1                  |
 * </pre>
 *
 * <p>The {@code durable} field tells a torn write from damage. Writes between two fsyncs may reach
 * the disk in any order, so a power failure can leave a hole with valid batches behind it; but no
 * batch that names a durable length above the hole can have been written before the hole was
 * filled.
 */
public final class RecordFormat {
  public static final byte PUT = 1;
  public static final byte DELETE = 2;
  public static final byte BATCH_END = 3;
  public static final byte SEAL = 4;
  public static final byte EXPIRED = 5;

  public static final int LENGTH = 0;
  static final int CRC = 4;
  public static final int KIND = 8;
  static final int FLAGS = 9;
  public static final int NAMESPACE_BYTES = 10;
  public static final int ID_BYTES = 12;
  static final int ATTRIBUTE_COUNT = 14;
  public static final int SEQUENCE = 16;
  public static final int PREVIOUS_SEQUENCE = 24;
  static final int WRITTEN_SECONDS = 32;
  static final int WRITTEN_NANOS = 40;
  public static final int ORDINAL = 44;
  public static final int DELETE_HEADER = 48;
  static final int EVENT_TIME = 48;
  static final int EXPIRY = 56;
  static final int TEXT_BYTES = 64;
  static final int STORED_TEXT_BYTES = 68;
  static final int ATTRIBUTE_BYTES = 72;
  static final int DIMENSION = 76;
  public static final int VECTOR = 80;

  public static final int EXPIRED_UP_TO = 24;
  static final int EXPIRED_LENGTH = 48;

  static final int BATCH_RECORDS = 12;
  static final int BATCH_BYTES = 24;
  static final int BATCH_DURABLE = 32;
  static final int BATCH_ORDINAL = 40;
  static final int BATCH_CRC = 44;
  public static final int BATCH_END_LENGTH = 48;

  static final int SEAL_ORDINAL = 12;
  static final int SEAL_RECORDS = 24;
  static final int SEAL_OFFSET = 32;
  static final int SEAL_FIRST_SEQUENCE = 40;
  static final int SEAL_DIGEST = 48;
  static final int SEAL_CONTENT_DIGEST = 56;
  public static final int SEAL_LENGTH = 64;

  static final int TEXT_COMPRESSED = 1;
  static final int HAS_EXPIRY = 2;

  public static final int ALIGNMENT = 8;
  public static final int MIN_LENGTH = 48;
  static final int MAX_LENGTH = 1 << 29;

  private RecordFormat() {}

  /** Whether it is a record with a sequence of its own. */
  public static boolean isChange(byte kind) {
    return kind == PUT || kind == DELETE || kind == EXPIRED;
  }

  public static int align(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Whether a record of this length and kind may exist where {@code available} bytes are left. */
  public static boolean plausible(int length, byte kind, long available) {
    if (length < MIN_LENGTH
        || length > MAX_LENGTH
        || length % ALIGNMENT != 0
        || length > available) {
      return false;
    }
    return switch (kind) {
      case PUT -> length >= VECTOR;
      case DELETE -> true;
      case BATCH_END -> length == BATCH_END_LENGTH;
      case SEAL -> length == SEAL_LENGTH;
      case EXPIRED -> length == EXPIRED_LENGTH;
      default -> false;
    };
  }

  /**
   * The length of the valid record at {@code at}, or 0 if there is none within {@code available}
   * bytes.
   */
  static int validLength(byte[] bytes, int at, int available) {
    if (available < MIN_LENGTH) {
      return 0;
    }
    int length = Bytes.getInt(bytes, at + LENGTH);
    boolean valid =
        plausible(length, bytes[at + KIND], available)
            && Bytes.getInt(bytes, at + CRC) == checksum(bytes, at, length);
    return valid ? length : 0;
  }

  static int checksum(byte[] bytes, int at, int length) {
    var crc = new CRC32C();
    crc.update(bytes, at, CRC);
    crc.update(bytes, at + KIND, length - KIND);
    return (int) crc.getValue();
  }

  /** Writes length and CRC of a record that is otherwise complete. */
  public static void finish(byte[] bytes, int at, int length) {
    Bytes.putInt(bytes, at + LENGTH, length);
    Bytes.putInt(bytes, at + CRC, checksum(bytes, at, length));
  }
}
