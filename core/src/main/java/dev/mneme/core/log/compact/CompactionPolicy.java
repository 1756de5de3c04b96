package dev.mneme.core.log.compact;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.check.Require;
import dev.mneme.core.log.format.RecordDecoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.memory.MemoryKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Says which memory versions outlive a compaction. It is asked more than once about a version, and
 * must give the same answer each time during one compaction. What it cannot do is bring anything
 * back: where dropping a version would uncover an older one of the same memory, compaction leaves a
 * deletion in its place.
 */
@FunctionalInterface
public interface CompactionPolicy {

  boolean keep(Version version);

  /**
   * Keeps the last versions of each memory, a deletion counting as one, and drops everything that
   * has expired.
   *
   * @param versions at least 1
   */
  static CompactionPolicy latest(int versions, Instant now) {
    Require.that(versions >= 1, "at least 1 version must be kept, not %d", versions);
    return version ->
        version.newer() < versions
            && version.expires().map(expires -> expires.isAfter(now)).orElse(true);
  }

  /**
   * A memory version, without the memory.
   *
   * @param newer how many later changes of the same memory, deletions included, the sealed segments
   *     hold; 0 is the newest, though one that was written while the compaction runs is not counted
   */
  record Version(
      MemoryKey key,
      long sequence,
      int ordinal,
      Instant written,
      Optional<Instant> expires,
      int newer) {

    static Version of(byte[] put, int newer) {
      return new Version(
          RecordDecoder.key(put),
          Bytes.getLong(put, RecordFormat.SEQUENCE),
          Bytes.getInt(put, RecordFormat.ORDINAL),
          RecordDecoder.written(put),
          RecordDecoder.expiry(put),
          newer);
    }
  }
}
