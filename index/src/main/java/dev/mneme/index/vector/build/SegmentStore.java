package dev.mneme.index.vector.build;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.search.SealedSegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Makes and opens sealed segments of one dimension. Thread-safe: two builds may run at once. */
public interface SegmentStore {

  /**
   * What is to be built.
   *
   * @param members not empty
   * @param base a segment of some of them and nothing else, which may be taken over; its place is
   *     not touched
   * @param settled asked when it is nearly done: false if a larger one will soon take its place, so
   *     that figures that only say what ef a search needs may be old or rough
   * @param threads how many may be used, at least 1
   */
  record Plan(
      OrdinalBitmap members, Optional<SealedSegment> base, BooleanSupplier settled, int threads) {}

  /**
   * Builds a segment and makes it durable under its name: a temporary file, renamed, and the
   * directory synced. The same bytes for the same members, the same base and the same answer of
   * {@code settled}. A member may be reclaimed while this runs; its vector may not be readable any
   * more from then on.
   *
   * @param cancelled polled often
   * @param progress told now and then how many nodes are done
   * @return empty, and no file, if cancelled
   * @throws dev.mneme.error.StorageException if the disk refuses
   * @throws RuntimeException what the source throws, for a vector that cannot be read
   */
  Optional<SealedSegment> build(
      Plan plan, Path file, BooleanSupplier cancelled, IntConsumer progress);

  /**
   * Opens and validates what {@link #build} wrote. Reads no vector.
   *
   * @return empty, with a line in the log, if it is missing, damaged, newer, or of another
   *     dimension or similarity
   */
  Optional<SealedSegment> open(Path file);

  /** Makes the store once the dimension is known. */
  @FunctionalInterface
  interface Factory {
    SegmentStore create(Scorer scorer, int dimension);
  }
}
