package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Files of every version of the format are kept and opened. */
class SegmentSampleTest {
  private static final Path SAMPLE = Path.of("src/test/resources/samples/segment-1.vectors");

  /** 60 distinct vectors of 8 dimensions and 4 copies; simple arithmetic, the same for ever. */
  private static SegmentFixture fixture() {
    var random = new SplittableRandom(20_261_121);
    var vectors = new float[64][8];
    for (int ordinal = 0; ordinal < 60; ordinal++) {
      for (int d = 0; d < 8; d++) {
        vectors[ordinal][d] = random.nextInt(-1_000, 1_001) / 256f;
      }
    }
    for (int ordinal = 60; ordinal < 64; ordinal++) {
      vectors[ordinal] = vectors[ordinal - 57].clone();
    }
    return new SegmentFixture(Similarity.DOT, vectors);
  }

  @Test
  @EnabledIfSystemProperty(
      named = "mneme.samples",
      matches = "write",
      disabledReason = "writes the sample of a new version, once")
  void write() throws IOException {
    var fixture = fixture();
    fixture.sealed();
    Files.createDirectories(SAMPLE.getParent());
    Files.write(SAMPLE, fixture.storage.bytes(SegmentFixture.FILE));
  }

  @Test
  void versionOne_opensAndAnswers() throws IOException {
    var fixture = fixture();
    fixture.storage.write(SegmentFixture.FILE, Files.readAllBytes(SAMPLE));
    var segment = fixture.store().open(SegmentFixture.FILE).orElseThrow();
    assertThat(segment.nodes()).isEqualTo(60);
    assertThat(segment.ordinals()).isEqualTo(fixture.all());
    for (float[] query : fixture.vectors) {
      var found = fixture.offers(segment, query, fixture.all(), 3, 40).orElseThrow();
      assertThat(fixture.recall(found, query, fixture.all(), 3, "sample")).isEqualTo(1);
    }
  }
}
