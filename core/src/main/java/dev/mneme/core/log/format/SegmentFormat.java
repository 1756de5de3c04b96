package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The bytes of a segment file, named {@code %020d.log} by the first sequence that it covers: a
 * header, then records (see {@link RecordFormat}), then a seal record if the segment gets no more.
 *
 * <pre>
 *   0 | magic "MNEMELOG"                          |  bytes 0 to 15 are the same in every format version
 *   8 | format version (int)| crc32c of bytes 0-11|
 *  16 | first sequence (long)                     |
 *  24 | segment number (int)| flags (int)         |  flag bit 0: written by compaction
 *  32 | highest ordinal ever|                       as of when the segment was started
 *  36 | identity of the log (UUID, 16 bytes)      |
 *  52 | digest of the log before the segment      |  see LogDigest
 *  60 | crc32c of bytes 16-59
 *  64 | records ...
 * </pre>
 *
 * <p>Segments cover the sequences without a gap: each begins where the one before it ends. One that
 * compaction wrote may hold fewer records than it covers, is always sealed, and has a higher number
 * than those that it replaces.
 *
 * <p>Version 1 had neither identity nor digest; its segments are read as they are, and what they
 * lack stands in the {@link Manifest}.
 */
public final class SegmentFormat {
  public static final int VERSION = 2;
  static final int LEGACY_VERSION = 1;
  public static final int HEADER_LENGTH = 64;
  public static final String SUFFIX = ".log";
  public static final String TEMPORARY_SUFFIX = ".tmp";

  private static final byte[] MAGIC = "MNEMELOG".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_AT = 8;
  private static final int PREFIX_CRC_AT = 12;
  private static final int FIRST_SEQUENCE_AT = 16;
  private static final int NUMBER_AT = 24;
  private static final int FLAGS_AT = 28;
  private static final int ORDINAL_AT = 32;
  public static final int ID_AT = 36;
  public static final int DIGEST_AT = 52;
  private static final int CRC_AT = 60;
  private static final int COMPACTED = 1;
  private static final int NAME_DIGITS = 20;

  private SegmentFormat() {}

  /**
   * What a segment says of itself at its start.
   *
   * @param number names the segment in positions; never used twice in a log
   * @param lastOrdinal the highest ordinal given before the segment was started, or -1
   * @param id of the log
   * @param startDigest of the log before the segment
   * @param legacy whether it is of version 1, and says neither of the two
   */
  public record Header(
      long firstSequence,
      int number,
      boolean compacted,
      int lastOrdinal,
      UUID id,
      long startDigest,
      boolean legacy) {
    private static final UUID UNKNOWN = new UUID(0, 0);

    public Header(
        long firstSequence,
        int number,
        boolean compacted,
        int lastOrdinal,
        UUID id,
        long startDigest) {
      this(firstSequence, number, compacted, lastOrdinal, id, startDigest, false);
    }

    /**
     * Whether compaction put this segment in the place of {@code other}, which a crash has left.
     *
     * @param last the last sequence of this one
     */
    public boolean hasReplaced(Header other, long last) {
      return compacted && number > other.number && other.firstSequence <= last;
    }

    public byte[] encode() {
      var bytes = new byte[HEADER_LENGTH];
      System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
      Bytes.putInt(bytes, VERSION_AT, legacy ? LEGACY_VERSION : VERSION);
      Bytes.putInt(bytes, PREFIX_CRC_AT, Bytes.crc(bytes, 0, PREFIX_CRC_AT));
      Bytes.putLong(bytes, FIRST_SEQUENCE_AT, firstSequence);
      Bytes.putInt(bytes, NUMBER_AT, number);
      Bytes.putInt(bytes, FLAGS_AT, compacted ? COMPACTED : 0);
      Bytes.putInt(bytes, ORDINAL_AT, lastOrdinal);
      Bytes.putLong(bytes, ID_AT, id.getMostSignificantBits());
      Bytes.putLong(bytes, ID_AT + Long.BYTES, id.getLeastSignificantBits());
      Bytes.putLong(bytes, DIGEST_AT, startDigest);
      Bytes.putInt(bytes, CRC_AT, Bytes.crc(bytes, FIRST_SEQUENCE_AT, CRC_AT - FIRST_SEQUENCE_AT));
      return bytes;
    }

    /**
     * The header of a segment file.
     *
     * @throws IncompatibleException if a newer version wrote it
     * @throws CorruptionException if it is damaged, or does not belong to a file of this name
     */
    public static Header read(Path path, Storage.File file) throws IOException {
      var bytes = new byte[(int) Math.min(HEADER_LENGTH, file.size())];
      file.read(ByteBuffer.wrap(bytes), 0);
      return decode(path, bytes);
    }

    /** The same of its first bytes. */
    static Header decode(Path file, byte[] bytes) {
      if (bytes.length < HEADER_LENGTH) {
        throw new CorruptionException(file, bytes.length, "the segment header is cut off");
      }
      for (int i = 0; i < MAGIC.length; i++) {
        if (bytes[i] != MAGIC[i]) {
          throw new CorruptionException(file, i, "not a log segment");
        }
      }
      if (Bytes.getInt(bytes, PREFIX_CRC_AT) != Bytes.crc(bytes, 0, PREFIX_CRC_AT)) {
        throw new CorruptionException(file, VERSION_AT, "the format version is damaged");
      }
      int version = Bytes.getInt(bytes, VERSION_AT);
      if (version != VERSION && version != LEGACY_VERSION) {
        throw new IncompatibleException(
            file,
            "has log format version "
                + version
                + ", this version of Mneme reads versions up to "
                + VERSION);
      }
      if (Bytes.getInt(bytes, CRC_AT)
          != Bytes.crc(bytes, FIRST_SEQUENCE_AT, CRC_AT - FIRST_SEQUENCE_AT)) {
        throw new CorruptionException(file, FIRST_SEQUENCE_AT, "the segment header is damaged");
      }
      boolean legacy = version == LEGACY_VERSION;
      var header =
          new Header(
              Bytes.getLong(bytes, FIRST_SEQUENCE_AT),
              Bytes.getInt(bytes, NUMBER_AT),
              (Bytes.getInt(bytes, FLAGS_AT) & COMPACTED) != 0,
              Bytes.getInt(bytes, ORDINAL_AT),
              legacy
                  ? UNKNOWN
                  : new UUID(Bytes.getLong(bytes, ID_AT), Bytes.getLong(bytes, ID_AT + Long.BYTES)),
              legacy ? 0 : Bytes.getLong(bytes, DIGEST_AT),
              legacy);
      if (!fileName(header.firstSequence).equals(String.valueOf(file.getFileName()))) {
        throw new CorruptionException(
            file,
            FIRST_SEQUENCE_AT,
            "the segment begins with sequence " + header.firstSequence + ", unlike its name");
      }
      return header;
    }
  }

  /**
   * What a sealed segment says of itself at its end.
   *
   * @param offset where the seal record begins, that is, where the other records end
   * @param digest of the log as of the last sequence
   * @param contentDigest of the records that the segment holds; that of the log where compaction
   *     did not write it
   */
  public record Seal(
      long firstSequence,
      long lastSequence,
      int lastOrdinal,
      long records,
      long offset,
      long digest,
      long contentDigest) {

    public byte[] encode() {
      var bytes = new byte[RecordFormat.SEAL_LENGTH];
      bytes[RecordFormat.KIND] = RecordFormat.SEAL;
      Bytes.putInt(bytes, RecordFormat.SEAL_ORDINAL, lastOrdinal);
      Bytes.putLong(bytes, RecordFormat.SEQUENCE, lastSequence);
      Bytes.putLong(bytes, RecordFormat.SEAL_RECORDS, records);
      Bytes.putLong(bytes, RecordFormat.SEAL_OFFSET, offset);
      Bytes.putLong(bytes, RecordFormat.SEAL_FIRST_SEQUENCE, firstSequence);
      Bytes.putLong(bytes, RecordFormat.SEAL_DIGEST, digest);
      Bytes.putLong(bytes, RecordFormat.SEAL_CONTENT_DIGEST, contentDigest);
      RecordFormat.finish(bytes, 0, bytes.length);
      return bytes;
    }

    public Seal withDigests(long newDigest, long newContentDigest) {
      return new Seal(
          firstSequence, lastSequence, lastOrdinal, records, offset, newDigest, newContentDigest);
    }

    /** The seal at the end of a segment file, if there is one. */
    public static Optional<Seal> read(Storage.File file, Header header, long size)
        throws IOException {
      if (size < HEADER_LENGTH + RecordFormat.SEAL_LENGTH) {
        return Optional.empty();
      }
      var bytes = new byte[RecordFormat.SEAL_LENGTH];
      file.read(ByteBuffer.wrap(bytes), size - bytes.length);
      return decode(bytes, header, size);
    }

    /** The seal in the last bytes of a file, if they hold a valid one that belongs there. */
    static Optional<Seal> decode(byte[] bytes, Header header, long fileSize) {
      if (RecordFormat.validLength(bytes, 0, bytes.length) != RecordFormat.SEAL_LENGTH) {
        return Optional.empty();
      }
      var seal =
          new Seal(
              Bytes.getLong(bytes, RecordFormat.SEAL_FIRST_SEQUENCE),
              Bytes.getLong(bytes, RecordFormat.SEQUENCE),
              Bytes.getInt(bytes, RecordFormat.SEAL_ORDINAL),
              Bytes.getLong(bytes, RecordFormat.SEAL_RECORDS),
              Bytes.getLong(bytes, RecordFormat.SEAL_OFFSET),
              Bytes.getLong(bytes, RecordFormat.SEAL_DIGEST),
              Bytes.getLong(bytes, RecordFormat.SEAL_CONTENT_DIGEST));
      boolean belongs =
          seal.offset == fileSize - RecordFormat.SEAL_LENGTH
              && seal.firstSequence == header.firstSequence
              && seal.lastSequence >= seal.firstSequence - 1;
      return belongs ? Optional.of(seal) : Optional.empty();
    }
  }

  public static String fileName(long firstSequence) {
    return String.format(Locale.ROOT, "%020d", firstSequence) + SUFFIX;
  }

  /** The first sequence in the name of a segment file, or empty if it is not the name of one. */
  public static OptionalLong firstSequence(String fileName) {
    if (fileName.length() != NAME_DIGITS + SUFFIX.length() || !fileName.endsWith(SUFFIX)) {
      return OptionalLong.empty();
    }
    long sequence = 0;
    for (int i = 0; i < NAME_DIGITS; i++) {
      int digit = fileName.charAt(i) - '0';
      if (digit < 0 || digit > 9 || sequence > (Long.MAX_VALUE - digit) / 10) {
        return OptionalLong.empty();
      }
      sequence = sequence * 10 + digit;
    }
    return OptionalLong.of(sequence);
  }
}
