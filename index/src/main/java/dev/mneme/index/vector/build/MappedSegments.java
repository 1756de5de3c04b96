package dev.mneme.index.vector.build;

import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.score.VectorSource;
import dev.mneme.index.vector.search.SealedSegment;
import dev.mneme.index.vector.search.VectorSegment;
import dev.mneme.index.vector.segment.MappedSegment;
import dev.mneme.index.vector.segment.SegmentHeader;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Segments in files of our own format: {@link SegmentBuilder} makes them, here they are kept. */
public final class MappedSegments implements SegmentStore {
  private static final Logger log = LoggerFactory.getLogger(MappedSegments.class);

  private final Storage storage;
  private final VectorSource source;
  private final Scorer scorer;
  private final Similarity similarity;
  private final int dimension;

  public MappedSegments(
      Storage storage, VectorSource source, Scorer scorer, Similarity similarity, int dimension) {
    this.storage = storage;
    this.source = source;
    this.scorer = scorer;
    this.similarity = similarity;
    this.dimension = dimension;
  }

  @Override
  public Optional<SealedSegment> build(
      Plan plan, Path file, BooleanSupplier cancelled, IntConsumer progress) {
    try (var pool = new WorkerPool(plan.threads(), cancelled)) {
      var vectors = BuildVectors.of(source, plan.members(), similarity, dimension, pool::check);
      var base =
          plan.base()
              .flatMap(
                  known ->
                      known instanceof VectorSegment segment
                          ? BaseSegment.of(segment.mapped(), vectors)
                          : Optional.empty());
      var header =
          new SegmentBuilder(vectors, pool, base, plan.settled(), progress)
              .build(storage, temporary(file));
      storage.rename(temporary(file), file);
      syncDirectory(file);
      // What was just written needs no validation.
      return Optional.of(segment(MappedSegment.map(storage, file, header)));
    } catch (WorkerPool.Cancelled e) {
      discard(temporary(file));
      return Optional.empty();
    } catch (IOException e) {
      discard(temporary(file));
      throw new StorageException(
          file, "the vector segment cannot be written: " + e.getMessage(), e);
    }
  }

  private static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  private void syncDirectory(Path file) throws IOException {
    var directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      storage.syncDirectory(directory);
    }
  }

  private void discard(Path file) {
    try {
      if (storage.exists(file)) {
        storage.delete(file);
      }
    } catch (IOException e) {
      log.debug("{} is left behind: {}", file, e.toString());
    }
  }

  private SealedSegment segment(MappedSegment mapped) {
    return new VectorSegment(mapped, scorer, source);
  }

  @Override
  public Optional<SealedSegment> open(Path file) {
    try {
      if (!storage.exists(file)) {
        reject(file, "it is missing");
        return Optional.empty();
      }
      return Optional.of(segment(MappedSegment.open(storage, file, similarity, dimension)));
    } catch (SegmentHeader.Unusable | IOException e) {
      reject(file, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void reject(Path file, String reason) {
    log.warn("{} is not used and its members are indexed anew: {}", file, reason);
  }
}
