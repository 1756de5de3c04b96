package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import java.util.UUID;

/**
 * The running digest of a log: one number that stands for the log's identity and for every change
 * up to a sequence, in order. Two logs that ever differed have different ones, but for one pair in
 * 2^64. It is folded over the checksum, length and time of writing that each record carries, with
 * the mixer of SplitMix64 (Steele et al., OOPSLA 2014), so that it costs nothing beside the
 * checksum. It guards against what was mixed up, not against forgery.
 *
 * <p>Compaction does not change it: a segment keeps the digests at its two ends though records
 * between them go.
 */
public final class LogDigest {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private LogDigest() {}

  /** Of a log without changes. */
  public static long start(UUID id) {
    return mix(mix(id.getMostSignificantBits() + GOLDEN) ^ id.getLeastSignificantBits());
  }

  /** With one more record, whose bytes begin at {@code at}. */
  public static long with(long digest, byte[] bytes, int at) {
    return fold(
        digest,
        Bytes.getLong(bytes, at + RecordFormat.LENGTH),
        Bytes.getLong(bytes, at + RecordFormat.WRITTEN_SECONDS),
        Bytes.getLong(bytes, at + RecordFormat.WRITTEN_NANOS));
  }

  /** With one more record, which is published at {@code offset}. */
  static long with(long digest, SegmentContent content, long offset) {
    return fold(
        digest,
        content.getLong(offset + RecordFormat.LENGTH),
        content.getLong(offset + RecordFormat.WRITTEN_SECONDS),
        content.getLong(offset + RecordFormat.WRITTEN_NANOS));
  }

  /** Length and checksum lie side by side, nanoseconds and ordinal as well. */
  private static long fold(long digest, long lengthAndCrc, long seconds, long nanosAndOrdinal) {
    return mix(mix(digest + GOLDEN ^ lengthAndCrc) + seconds * GOLDEN ^ nanosAndOrdinal);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
