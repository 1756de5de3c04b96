package dev.mneme.index.vector.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.build.MappedSegments;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.index.vector.search.SealedSegment;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a segment: damage, failing disks, lost power, cancelled builds. */
@Execution(ExecutionMode.CONCURRENT)
class SegmentFileTest {
  private static final int COUNT = 60;
  private static final int DIMENSION = 8;

  private static SegmentFixture fixture(long seed) {
    return fixture(new FaultyStorage(seed));
  }

  private static SegmentFixture fixture(FaultyStorage storage) {
    return new SegmentFixture(
        Similarity.EUCLIDEAN, SegmentFixture.clustered(60, COUNT, DIMENSION, 4), storage);
  }

  private static void checkAnswers(SegmentFixture fixture, SealedSegment segment) {
    for (float[] query : fixture.vectors) {
      var found = fixture.offers(segment, query, fixture.all(), 3, 20).orElseThrow();
      assertThat(fixture.recall(found, query, fixture.all(), 3, "")).isEqualTo(1);
    }
  }

  @Test
  void everyTruncation_isRefused() {
    var fixture = fixture(1);
    fixture.sealed();
    byte[] whole = fixture.storage.bytes(SegmentFixture.FILE);
    var store = fixture.store();
    for (int length = 0; length < whole.length; length++) {
      fixture.storage.write(SegmentFixture.FILE, java.util.Arrays.copyOf(whole, length));
      assertThat(store.open(SegmentFixture.FILE)).as("%d of %d", length, whole.length).isEmpty();
    }
    for (int more : new int[] {1, 64, 1 << 20}) {
      fixture.storage.write(
          SegmentFixture.FILE, java.util.Arrays.copyOf(whole, whole.length + more));
      assertThat(store.open(SegmentFixture.FILE)).as("%d more", more).isEmpty();
    }
    fixture.storage.write(SegmentFixture.FILE, whole);
    checkAnswers(fixture, store.open(SegmentFixture.FILE).orElseThrow());
  }

  @Test
  void everyFlippedBit_isRefused() {
    var fixture = fixture(2);
    fixture.sealed();
    int length = fixture.storage.bytes(SegmentFixture.FILE).length;
    var store = fixture.store();
    for (int offset = 0; offset < length; offset++) {
      // All bits of the header and the checksums, one of each byte in between.
      boolean every = offset < SegmentHeader.SIZE || offset >= length - 8;
      for (int bit = every ? 0 : offset % 8; bit < (every ? 8 : offset % 8 + 1); bit++) {
        fixture.storage.flip(SegmentFixture.FILE, offset, 1 << bit);
        assertThat(store.open(SegmentFixture.FILE)).as("bit %d of %d", bit, offset).isEmpty();
        fixture.storage.flip(SegmentFixture.FILE, offset, 1 << bit);
      }
    }
    checkAnswers(fixture, store.open(SegmentFixture.FILE).orElseThrow());
  }

  /** With checksums that fit, so that it is the version that speaks. */
  @Test
  void newerVersion_isRefused() {
    var fixture = fixture(3);
    fixture.sealed();
    byte[] bytes = fixture.storage.bytes(SegmentFixture.FILE);
    bytes[8] = 2;
    int checksums = bytes.length - 8;
    putCrc(bytes, 0, checksums, checksums);
    putCrc(bytes, checksums, 4, checksums + 4);
    fixture.storage.write(SegmentFixture.FILE, bytes);
    assertThat(fixture.store().open(SegmentFixture.FILE)).isEmpty();
    bytes[8] = 1;
    putCrc(bytes, 0, checksums, checksums);
    putCrc(bytes, checksums, 4, checksums + 4);
    fixture.storage.write(SegmentFixture.FILE, bytes);
    checkAnswers(fixture, fixture.store().open(SegmentFixture.FILE).orElseThrow());
  }

  private static void putCrc(byte[] bytes, int from, int length, int to) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    for (int i = 0; i < 4; i++) {
      bytes[to + i] = (byte) (crc.getValue() >>> 8 * i);
    }
  }

  @Test
  void fileOfAnotherStore_isRefused() {
    var fixture = fixture(4);
    fixture.sealed();
    for (var similarity : new Similarity[] {Similarity.COSINE, Similarity.DOT}) {
      var other =
          new MappedSegments(fixture.storage, fixture::vector, fixture.scorer, similarity, 8);
      assertThat(other.open(SegmentFixture.FILE)).isEmpty();
    }
    var wider =
        new MappedSegments(
            fixture.storage, fixture::vector, fixture.scorer, Similarity.EUCLIDEAN, 9);
    assertThat(wider.open(SegmentFixture.FILE)).isEmpty();
    assertThat(wider.open(SegmentFixture.FILE.resolveSibling("missing"))).isEmpty();
  }

  @Test
  void everyFailingCallOfABuild_isTypedAndLeavesNothingThatIsNotWhole() {
    int calls = 0;
    for (boolean failed = true; failed; ) {
      var fixture = fixture(100 + calls);
      fixture.storage.failCall(++calls);
      failed = false;
      try {
        fixture
            .store()
            .build(
                SegmentFixture.plan(fixture.all(), 1), SegmentFixture.FILE, () -> false, _ -> {});
      } catch (StorageException e) {
        failed = true;
        assertThat(e).hasMessageContaining("7.segment");
      }
      assertThat(fixture.storage.failed()).isEqualTo(failed);
      fixture.storage.failNothing();
      // What is under the name is whole, now and after a reboot.
      fixture.store().open(SegmentFixture.FILE).ifPresent(s -> checkAnswers(fixture, s));
      var rebooted = fixture(fixture.storage.crash());
      rebooted.store().open(SegmentFixture.FILE).ifPresent(s -> checkAnswers(rebooted, s));
      // And the next build succeeds in spite of what was left behind.
      checkAnswers(rebooted, rebooted.sealed());
    }
    assertThat(calls).isGreaterThan(6);
  }

  @Test
  void everyFailingCallOfAnOpen_isARefusal() throws IOException {
    var fixture = fixture(5);
    fixture.sealed();
    long before = fixture.storage.calls();
    checkAnswers(fixture, fixture.store().open(SegmentFixture.FILE).orElseThrow());
    long calls = fixture.storage.calls() - before;
    for (int call = 1; call <= calls; call++) {
      fixture.storage.failCall(call);
      assertThat(fixture.store().open(SegmentFixture.FILE)).as("call %d", call).isEmpty();
    }
    assertThat(fixture.store().open(SegmentFixture.FILE)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void powerLossAfterTheBuild_keepsTheFile(long seed) {
    var fixture = fixture(seed);
    fixture
        .store()
        .build(SegmentFixture.plan(fixture.all(), 2), SegmentFixture.FILE, () -> false, _ -> {});
    byte[] written = fixture.storage.bytes(SegmentFixture.FILE);
    var rebooted = fixture(fixture.storage.crash());
    assertThat(rebooted.storage.bytes(SegmentFixture.FILE)).isEqualTo(written);
    checkAnswers(rebooted, rebooted.store().open(SegmentFixture.FILE).orElseThrow());
  }

  @Test
  void cancelledBuild_leavesNoFile() {
    var fixture =
        new SegmentFixture(Similarity.DOT, SegmentFixture.clustered(3, 1_500, DIMENSION, 4));
    for (int threads = 1; threads <= 2; threads++) {
      for (int poll : new int[] {0, 1, 50, 200}) {
        var polls = new AtomicInteger();
        var built =
            fixture
                .store()
                .build(
                    SegmentFixture.plan(fixture.all(), threads),
                    SegmentFixture.FILE,
                    () -> polls.getAndIncrement() >= poll,
                    _ -> {});
        assertThat(built).as("cancelled at poll %d", poll).isEmpty();
        assertThat(fixture.storage.files()).isEmpty();
      }
    }
  }

  @Test
  void buildOverAnOldFile_replacesIt() {
    var fixture = fixture(6);
    fixture.sealed(OrdinalBitmap.ofRange(0, 30), 1);
    var segment = fixture.sealed();
    assertThat(segment.ordinals()).isEqualTo(fixture.all());
    checkAnswers(fixture, segment);
    assertThat(fixture.storage.files()).hasSize(1);
  }

  @Test
  void threads_makeNoDifferenceToTheBytes() {
    for (var similarity : Similarity.values()) {
      float[][] vectors = SegmentFixture.clustered(4, 2_500, 40, 8);
      byte[] first = {};
      for (int threads : new int[] {1, 2, 3, 1}) {
        var fixture = new SegmentFixture(similarity, vectors);
        var segment = fixture.sealed(fixture.all(), threads);
        byte[] bytes = fixture.storage.bytes(SegmentFixture.FILE);
        assertThat(segment.diskBytes()).isEqualTo(bytes.length);
        first = first.length == 0 ? bytes : first;
        assertThat(java.util.Arrays.mismatch(bytes, first))
            .as("first byte that differs, %s, %d threads", similarity, threads)
            .isEqualTo(-1);
      }
    }
  }

  @Test
  void progress_endsWithAllNodes() {
    var fixture =
        new SegmentFixture(Similarity.COSINE, SegmentFixture.clustered(3, 700, DIMENSION, 4));
    var last = new AtomicInteger();
    fixture
        .store()
        .build(
            SegmentFixture.plan(fixture.all(), 2),
            SegmentFixture.FILE,
            () -> false,
            done -> {
              assertThat(done).isGreaterThan(last.get());
              last.set(done);
            });
    assertThat(last).hasValue(700);
  }

  @Test
  void failureOfTheDisk_namesTheFile() {
    var fixture = fixture(7);
    fixture.storage.failCall(3);
    assertThatThrownBy(
            () ->
                fixture
                    .store()
                    .build(
                        SegmentFixture.plan(fixture.all(), 1),
                        SegmentFixture.FILE,
                        () -> false,
                        _ -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("7.segment");
  }
}
