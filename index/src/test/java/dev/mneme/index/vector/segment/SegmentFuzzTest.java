package dev.mneme.index.vector.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A segment file that nonsense was written into, behind checksums that fit: it is refused, or
 * searches of it end, and give nothing that is not a member.
 */
class SegmentFuzzTest {
  private static final Path FILE = SegmentFixture.FILE;
  private static final SegmentFixture FIXTURE =
      new SegmentFixture(Similarity.DOT, SegmentFixture.clustered(3, 40, 8, 3));
  private static final byte[] WHOLE = whole();

  private static byte[] whole() {
    FIXTURE.sealed();
    return FIXTURE.storage.bytes(FILE);
  }

  /**
   * @param edits of three bytes each: where to, 16 bits, and what
   */
  @FuzzTest
  void file(byte[] edits) {
    byte[] bytes = WHOLE.clone();
    int checksums = bytes.length - 8;
    for (int i = 0; i + 3 <= edits.length; i += 3) {
      int at = ((edits[i] & 0xff) << 8 | edits[i + 1] & 0xff) % checksums;
      bytes[at] = edits[i + 2];
    }
    putCrc(bytes, 0, checksums, checksums);
    putCrc(bytes, checksums, 4, checksums + 4);
    FIXTURE.storage.write(FILE, bytes);
    var opened = FIXTURE.store().open(FILE);
    if (opened.isEmpty()) {
      return;
    }
    var segment = opened.get();
    for (float[] query : new float[][] {FIXTURE.vectors[0], FIXTURE.vectors[39]}) {
      try {
        var found = FIXTURE.offers(segment, query, FIXTURE.all(), 5, 20);
        found.ifPresent(
            ranked -> {
              for (int ordinal : ranked.ordinals()) {
                assertThat(FIXTURE.all().contains(ordinal)).isTrue();
              }
            });
      } catch (IndexOutOfBoundsException links) {
        // A link that leads nowhere: no damage that a checksum overlooks is likely to be one.
      }
    }
  }

  private static void putCrc(byte[] bytes, int from, int length, int to) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    for (int i = 0; i < 4; i++) {
      bytes[to + i] = (byte) (crc.getValue() >>> 8 * i);
    }
  }
}
