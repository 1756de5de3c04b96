package dev.mneme.index.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.Storage;
import dev.mneme.core.vector.Similarity;
import dev.mneme.index.api.OrdinalBitmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorCheckpointTest {
  private final Storage storage = Storage.system();
  private Path file;

  @BeforeEach
  void setUp(@TempDir Path directory) {
    file = directory.resolve("members.vec");
  }

  @ParameterizedTest
  @EnumSource
  void read_givesBackWhatWasWritten(Similarity similarity) {
    var members = OrdinalBitmap.ofRange(3, 70_000).or(OrdinalBitmap.of(1 << 24));
    var checkpoint = new VectorCheckpoint(1L << 40, 384, similarity, members);
    checkpoint.write(storage, file);
    assertThat(VectorCheckpoint.read(storage, file, similarity)).contains(checkpoint);
  }

  @Test
  void read_ofNothing_isEmpty() {
    assertThat(VectorCheckpoint.read(storage, file, Similarity.DOT)).isEmpty();
  }

  @Test
  void read_withAnotherSimilarity_isEmpty() {
    new VectorCheckpoint(1, 2, Similarity.COSINE, OrdinalBitmap.of(5)).write(storage, file);
    assertThat(VectorCheckpoint.read(storage, file, Similarity.DOT)).isEmpty();
  }

  @Test
  void read_ofAnythingCutFlippedOrLonger_isEmpty() throws IOException {
    new VectorCheckpoint(1, 2, Similarity.DOT, OrdinalBitmap.of(5, 9, 70_000)).write(storage, file);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), "cut to " + length);
    }
    assertRefused(Arrays.copyOf(good, good.length + 1), "one byte more");
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(bad, "bit " + bit);
    }
  }

  private void assertRefused(byte[] content, String description) throws IOException {
    Files.write(file, content);
    assertThat(VectorCheckpoint.read(storage, file, Similarity.DOT)).as(description).isEmpty();
  }
}
