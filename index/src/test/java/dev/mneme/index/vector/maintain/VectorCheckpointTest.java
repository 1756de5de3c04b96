package dev.mneme.index.vector.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorCheckpointTest {
  private Path file;
  private static final OrdinalBitmap NO_ZEROS = OrdinalBitmap.empty();

  private VectorCheckpoint checkpoint;

  @BeforeEach
  void setUp(@TempDir Path directory) {
    file = directory.resolve("vector.checkpoint");
    checkpoint = new VectorCheckpoint(Storage.system(), directory);
  }

  @ParameterizedTest
  @EnumSource
  void read_givesBackWhatWasWritten(Similarity similarity) throws IOException {
    var members = OrdinalBitmap.ofRange(3, 70_000).or(OrdinalBitmap.of(1 << 24));
    var segment = VectorCheckpoint.SegmentEntry.of(7, members, -9);
    var zeros = similarity == Similarity.DOT ? NO_ZEROS : OrdinalBitmap.of(9, 70_000);
    var state =
        new VectorCheckpoint.State(
            new LogPoint(1L << 40, -5), 384, similarity, members, zeros, List.of(segment, segment));
    checkpoint.write(state);
    assertThat(checkpoint.read(similarity)).contains(state);
    assertThat(checkpoint.size()).isEqualTo(Files.size(file));
  }

  @Test
  void read_ofNothing_isEmpty() {
    assertThat(checkpoint.read(Similarity.DOT)).isEmpty();
  }

  @Test
  void read_withAnotherSimilarity_isEmpty() {
    checkpoint.write(
        new VectorCheckpoint.State(
            LogPoint.of(1), 2, Similarity.COSINE, OrdinalBitmap.of(5), NO_ZEROS, List.of()));
    assertThat(checkpoint.read(Similarity.DOT)).isEmpty();
  }

  @Test
  void read_ofMembersWithoutDimension_isEmpty() {
    checkpoint.write(
        new VectorCheckpoint.State(
            LogPoint.of(1), 0, Similarity.DOT, OrdinalBitmap.of(5), NO_ZEROS, List.of()));
    assertThat(checkpoint.read(Similarity.DOT)).isEmpty();
  }

  @Test
  void read_ofAnythingCutOrFlipped_isEmpty() throws IOException {
    var members = OrdinalBitmap.of(5, 70_000);
    var segment = VectorCheckpoint.SegmentEntry.of(3, members, 4);
    checkpoint.write(
        new VectorCheckpoint.State(
            LogPoint.of(1), 2, Similarity.DOT, members, NO_ZEROS, List.of(segment)));
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), "cut to " + length);
    }
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      assertRefused(bad, "byte " + at);
    }
  }

  private void assertRefused(byte[] content, String description) throws IOException {
    Files.write(file, content);
    assertThat(checkpoint.read(Similarity.DOT)).as(description).isEmpty();
  }
}
