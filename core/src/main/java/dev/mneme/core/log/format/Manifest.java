package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What must be in a log directory, kept in its file {@code manifest}, which is replaced as a whole:
 * the log's identity, every segment file, and up to where the log is known to be durable. It never
 * says more than what is durable when it is written; the log may have grown since. Written when the
 * log is made, opened, rolled, checkpointed, compacted and closed. Little-endian:
 *
 * <pre>
 *  0   8  magic "MNEMANIF"           |  bytes 0 to 15 are the same in every format version
 *  8   4  format version, 1
 * 12   4  crc32c of bytes 0-11
 * 16  16  identity of the log (UUID)
 * 32   8  last durable sequence, or -1
 * 40   8  digest of the log as of it
 * 48   4  next segment number
 * 52   4  number of the segment that a compaction is writing, or -1
 * 56   4  count of segments
 * 60   4  zeros
 * 64      segments, ascending, each:
 *           0   8  first sequence
 *           8   8  last sequence; of the segment in use, as of now
 *          16   4  number
 *          20   4  flags: bit 0 written by compaction, bit 1 ended
 *          24   8  where its records end
 *          32   8  digest of the log as of the last sequence
 *          40   8  digest of what the file holds
 *      4  crc32c of everything before
 * </pre>
 *
 * @param pending number of the segment that a compaction is writing, or -1
 */
public record Manifest(
    UUID id,
    long durableSequence,
    long durableDigest,
    int nextNumber,
    int pending,
    List<Entry> entries) {

  /** What to do about a loss that nothing here can undo. */
  public static final String REMEDY =
      "restore the store from a backup, or copy what is left into a new one by salvage";

  public static final String FILE = "manifest";
  private static final int VERSION = 1;
  public static final int NONE = -1;

  private static final long MAGIC = 0x4649_4e41_4d45_4e4dL; // "MNEMANIF", little-endian
  private static final int PREFIX = 12;
  private static final int HEADER = 64;
  private static final int ENTRY = 48;
  private static final int COMPACTED = 1;
  private static final int ENDED = 2;

  public Manifest {
    entries = List.copyOf(entries);
  }

  /**
   * One segment file.
   *
   * @param ended whether it gets no more records; if not, the rest is as of when it was written
   */
  public record Entry(
      long firstSequence,
      long lastSequence,
      int number,
      boolean compacted,
      boolean ended,
      long end,
      long digest,
      long contentDigest) {

    public static Entry of(LogSegment segment, SegmentContent content, boolean ended) {
      return new Entry(
          segment.firstSequence(),
          content.lastSequence(),
          segment.number(),
          segment.header().compacted(),
          ended,
          content.end(),
          content.digest(),
          content.contentDigest());
    }
  }

  public static Path path(Path directory) {
    return directory.resolve(FILE);
  }

  /** The entry of a segment file. */
  public Optional<Entry> entry(long firstSequence, int number) {
    return entries.stream()
        .filter(entry -> entry.firstSequence == firstSequence && entry.number == number)
        .findFirst();
  }

  /** Whether another file stands here for what a segment with this header covers. */
  public boolean hasReplaced(SegmentFormat.Header header) {
    return header.number() < nextNumber
        && header.number() != pending
        && entry(header.firstSequence(), header.number()).isEmpty()
        && entries.stream()
            .anyMatch(
                entry ->
                    entry.firstSequence <= header.firstSequence()
                        && header.firstSequence() <= entry.lastSequence
                        && !(entry.compacted && entry.firstSequence < header.firstSequence()));
  }

  /** The first entry whose changes lie above {@code sequence}. */
  public Optional<Entry> firstAbove(long sequence) {
    return entries.stream().filter(entry -> entry.firstSequence > sequence).findFirst();
  }

  /** Replaces what the directory has, durably and in one step. */
  public void write(Storage storage, Path directory) throws IOException {
    storage.writeAtomically(path(directory), encode());
  }

  /**
   * What the directory has, or empty if there is none.
   *
   * @throws CorruptionException if it is damaged
   * @throws IncompatibleException if a newer version wrote it
   */
  public static Optional<Manifest> read(Storage storage, Path directory) {
    var file = path(directory);
    try {
      return storage.exists(file)
          ? Optional.of(decode(file, storage.readFully(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new StorageException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  ByteBuffer encode() {
    int size = Math.addExact(HEADER + Integer.BYTES, Math.multiplyExact(ENTRY, entries.size()));
    var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(VERSION).putInt(Bytes.crc(out.array(), 0, PREFIX));
    out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    out.putLong(durableSequence).putLong(durableDigest);
    out.putInt(nextNumber).putInt(pending).putInt(entries.size()).putInt(0);
    for (var entry : entries) {
      out.putLong(entry.firstSequence).putLong(entry.lastSequence).putInt(entry.number);
      out.putInt((entry.compacted ? COMPACTED : 0) | (entry.ended ? ENDED : 0));
      out.putLong(entry.end).putLong(entry.digest).putLong(entry.contentDigest);
    }
    return out.putInt(Bytes.crc(out.array(), 0, out.position())).flip();
  }

  static Manifest decode(Path file, byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER + Integer.BYTES || in.getLong(0) != MAGIC) {
      throw damaged(file, bytes.length, "it is not the manifest of a log");
    }
    if (in.getInt(PREFIX) != Bytes.crc(bytes, 0, PREFIX)) {
      throw damaged(file, PREFIX, "the format version is damaged");
    }
    int version = in.getInt(8);
    if (version != VERSION) {
      throw new IncompatibleException(
          file,
          "has manifest format version %d, this version of Mneme reads version %d"
              .formatted(version, VERSION));
    }
    int end = bytes.length - Integer.BYTES;
    int count = in.getInt(56);
    if (!Bytes.endInTheirChecksum(bytes) || end != HEADER + (long) ENTRY * count) {
      throw damaged(file, end, "the checksum does not match");
    }
    var entries = new ArrayList<Entry>(count);
    for (int at = HEADER; at < end; at += ENTRY) {
      int flags = in.getInt(at + 20);
      entries.add(
          new Entry(
              in.getLong(at),
              in.getLong(at + 8),
              in.getInt(at + 16),
              (flags & COMPACTED) != 0,
              (flags & ENDED) != 0,
              in.getLong(at + 24),
              in.getLong(at + 32),
              in.getLong(at + 40)));
    }
    return new Manifest(
        new UUID(in.getLong(16), in.getLong(24)),
        in.getLong(32),
        in.getLong(40),
        in.getInt(48),
        in.getInt(52),
        entries);
  }

  private static CorruptionException damaged(Path file, long offset, String detail) {
    return new CorruptionException(file, offset, detail + "; " + REMEDY);
  }
}
