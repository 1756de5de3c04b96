package dev.mneme.index.vector;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.build.SegmentStore;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.score.VectorSource;
import dev.mneme.index.vector.search.SealedSegment;
import dev.mneme.index.vector.search.SearchEffort;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Segments that scan, so that every answer is exact; each other search gives up half way, as the
 * contract allows. Builds read each vector, and can be held.
 */
final class ScanningSegments implements SegmentStore {
  private final SegmentStore files;
  private final Scorer scorer;
  private final VectorSource source;
  private final Control control;

  /** What a test steers and sees. */
  static final class Control {
    /** Builds from this one on, counted from 1, wait; they can be cancelled meanwhile. */
    volatile int heldFrom = Integer.MAX_VALUE;

    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger built = new AtomicInteger();
    final AtomicInteger searches = new AtomicInteger();

    /** Waits until that many builds have begun. */
    void awaitBegun(int builds) throws InterruptedException {
      while (begun.get() < builds) {
        Thread.sleep(1);
      }
    }
  }

  ScanningSegments(SegmentStore files, Scorer scorer, VectorSource source, Control control) {
    this.files = files;
    this.scorer = scorer;
    this.source = source;
    this.control = control;
  }

  @Override
  public Optional<SealedSegment> build(
      Plan plan, Path file, BooleanSupplier cancelled, IntConsumer progress) {
    plan.members().forEach(source::vector);
    int number = control.begun.incrementAndGet();
    while (number >= control.heldFrom && !cancelled.getAsBoolean()) {
      Thread.onSpinWait();
    }
    var built = files.build(plan, file, cancelled, progress);
    built.ifPresent(_ -> control.built.incrementAndGet());
    return built.map(Scanning::new);
  }

  @Override
  public Optional<SealedSegment> open(Path file) {
    return files.open(file).map(Scanning::new);
  }

  private final class Scanning implements SealedSegment {
    private final SealedSegment flat;

    Scanning(SealedSegment flat) {
      this.flat = flat;
    }

    @Override
    public OrdinalBitmap ordinals() {
      return flat.ordinals();
    }

    @Override
    public int nodes() {
      return flat.nodes();
    }

    @Override
    public boolean search(
        float[] prepared,
        OrdinalBitmap eligible,
        BestOrdinals best,
        Deadline deadline,
        SearchEffort effort) {
      boolean givesUp = control.searches.incrementAndGet() % 2 == 0;
      int offered = 0;
      for (int ordinal = eligible.next(0); ordinal >= 0; ordinal = eligible.next(ordinal + 1)) {
        if (givesUp && 2 * offered++ > eligible.cardinality()) {
          return false;
        }
        var vector = scorer.prepare(source.vector(ordinal));
        best.offer(scorer.exact(prepared, vector), ordinal);
      }
      return !givesUp;
    }

    @Override
    public long heapBytes() {
      return flat.heapBytes();
    }

    @Override
    public long diskBytes() {
      return flat.diskBytes();
    }

    @Override
    public Path file() {
      return flat.file();
    }
  }
}
