package dev.mneme.index.vector;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.CheckpointFile;
import dev.mneme.index.api.GrowingBuffer;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.build.SegmentStore;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.search.SealedSegment;
import dev.mneme.index.vector.search.SearchEffort;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Segments without an index: lists of ordinals that are scanned. The {@linkplain CheckpointFile
 * body} of a file, little-endian: i32 dimension, then the ordinals in the portable Roaring format.
 */
final class FlatSegments implements SegmentStore {
  private static final int MAGIC = 0x4653_4e4d; // "MNSF"
  private static final int VERSION = 1;

  private final Storage storage;
  private final int dimension;

  FlatSegments(Storage storage, int dimension) {
    this.storage = storage;
    this.dimension = dimension;
  }

  @Override
  public Optional<SealedSegment> build(
      Plan plan, Path file, BooleanSupplier cancelled, IntConsumer progress) {
    if (cancelled.getAsBoolean()) {
      return Optional.empty();
    }
    var members = plan.members();
    var body = new GrowingBuffer();
    body.putInt(dimension).putBitmap(members);
    var content = new CheckpointFile(storage, file, MAGIC, VERSION);
    content.write(LogPoint.of(0), body);
    progress.accept(members.cardinality());
    return Optional.of(new Flat(members, file, content.size()));
  }

  @Override
  public Optional<SealedSegment> open(Path file) {
    var content = new CheckpointFile(storage, file, MAGIC, VERSION);
    return content.read().flatMap(found -> parse(found.body(), content, file));
  }

  private Optional<SealedSegment> parse(ByteBuffer body, CheckpointFile content, Path file) {
    try {
      if (body.getInt() != dimension) {
        content.reject("another dimension");
        return Optional.empty();
      }
      return Optional.of(new Flat(OrdinalBitmap.readFrom(body), file, content.size()));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      content.reject(e.toString());
      return Optional.empty();
    }
  }

  private record Flat(OrdinalBitmap ordinals, Path file, long diskBytes) implements SealedSegment {
    @Override
    public int nodes() {
      return ordinals.cardinality();
    }

    @Override
    public boolean search(
        float[] prepared,
        OrdinalBitmap eligible,
        BestOrdinals best,
        Deadline deadline,
        SearchEffort effort) {
      return false;
    }

    @Override
    public long heapBytes() {
      return ordinals.heapBytes();
    }
  }
}
