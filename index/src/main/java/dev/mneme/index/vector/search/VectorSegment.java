package dev.mneme.index.vector.search;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.score.VectorSource;
import dev.mneme.index.vector.segment.MappedSegment;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A sealed segment in a mapped file, with scratch for as many searches as ever ran at once: a bit a
 * node each.
 */
public final class VectorSegment implements SealedSegment {
  private final MappedSegment mapped;
  private final Scorer scorer;
  private final VectorSource source;
  private final CodeKernels kernels;
  private final Queue<SegmentSearch> idle = new ConcurrentLinkedQueue<>();

  public VectorSegment(MappedSegment mapped, Scorer scorer, VectorSource source) {
    this(mapped, scorer, source, CodeKernels.best());
  }

  public VectorSegment(
      MappedSegment mapped, Scorer scorer, VectorSource source, CodeKernels kernels) {
    this.mapped = mapped;
    this.scorer = scorer;
    this.source = source;
    this.kernels = kernels;
  }

  /** What it has on disk. */
  public MappedSegment mapped() {
    return mapped;
  }

  @Override
  public boolean search(
      float[] prepared,
      OrdinalBitmap eligible,
      BestOrdinals best,
      Deadline deadline,
      SearchEffort effort) {
    var search = idle.poll();
    if (search == null) {
      search = new SegmentSearch(mapped, scorer, source, kernels);
    }
    // After an exception it is not used again: it may hold references into the log.
    boolean searched = search.run(prepared, eligible, best, deadline, effort);
    idle.add(search);
    return searched;
  }

  @Override
  public OrdinalBitmap ordinals() {
    return mapped.ordinals();
  }

  @Override
  public int nodes() {
    return mapped.nodes();
  }

  @Override
  public int unreachable(OrdinalBitmap live) {
    return mapped.unreachable(live);
  }

  @Override
  public boolean isIntact() {
    return mapped.isIntact();
  }

  @Override
  public long heapBytes() {
    return mapped.heapBytes() + (mapped.nodes() / Byte.SIZE + 65_536L) * idle.size();
  }

  @Override
  public long diskBytes() {
    return mapped.header().fileLength();
  }

  @Override
  public Path file() {
    return mapped.file();
  }
}
