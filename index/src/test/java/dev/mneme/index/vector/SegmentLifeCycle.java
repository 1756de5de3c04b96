package dev.mneme.index.vector;

import static dev.mneme.index.vector.VectorFixture.clustered;
import static dev.mneme.index.vector.VectorFixture.gaussian;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What tests of the ways of members between tiers share; the answers of all are exact here. */
abstract class SegmentLifeCycle {
  static final int DIMENSION = 6;
  static final Path DIRECTORY = Path.of("/views/vector");

  final Random random = new Random(41);
  FaultyStorage storage = new FaultyStorage(41);

  final VectorFixture fixture(Similarity similarity) {
    var options = new VectorOptions(similarity, 8, 40, 64);
    return new VectorFixture(DIRECTORY, options, VectorKernels.scalar(), storage);
  }

  final float[][] vectors(int count) {
    return clustered(random, count, DIMENSION);
  }

  /** By every way, every member is found exactly once, with its score. */
  final void assertComplete(VectorFixture fixture, OrdinalBitmap members) {
    assertThat(fixture.view.members()).isEqualTo(members);
    for (int i = 0; i < 4; i++) {
      var query = gaussian(random, DIMENSION);
      var some = fixture.where(ordinal -> ordinal % 3 != 0).and(members);
      for (int k : new int[] {1, 10, 10_000}) {
        fixture.assertExact("graph", fixture.graph(query, members, k, 400), query, members, k);
        fixture.assertExact("exact", fixture.exact(query, members, k), query, members, k);
        fixture.assertExact("filtered", fixture.graph(query, some, k, 400), query, some, k);
      }
    }
  }

  final List<Path> segmentFiles() {
    return storage.files().stream()
        .filter(file -> file.getFileName().toString().startsWith("segment-"))
        .toList();
  }
}
