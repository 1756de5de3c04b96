package dev.mneme.index.vector.search;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.segment.MappedSegment;
import dev.mneme.index.vector.segment.SegmentQuery;

/**
 * The walk over the graph of one sealed segment by itself: no eligibility, no reranking, no
 * results. For benchmarks of the loop that searches spend most of their time in. Not thread-safe.
 */
public final class Traversal {
  private final MappedSegment segment;
  private final Beam beam;
  private final SegmentQuery query;
  private final float[] point;

  public Traversal(VectorSegment searched) {
    this.segment = searched.mapped();
    this.beam = new Beam(CodeKernels.best()).reserve(segment.nodes());
    this.query = segment.query();
    this.point = new float[segment.header().space().dimensions()];
  }

  /**
   * Makes a vector what the next walks look for. O(dimension * log dimension).
   *
   * @param vector of unit length where the similarity is cosine
   */
  public void aim(float[] vector) {
    segment.header().space().placeQuery(vector, point);
    query.set(point);
  }

  /**
   * Walks to about the {@code ef} nearest nodes.
   *
   * @return how many nodes were expanded: hops
   */
  public long walk(int ef) {
    long before = beam.hops();
    beam.search(
        segment.graph(), query, Math.min(ef, segment.nodes()), new Deadline(Long.MAX_VALUE));
    return beam.hops() - before;
  }
}
