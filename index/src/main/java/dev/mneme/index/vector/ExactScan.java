package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.function.IntConsumer;

/**
 * Scores ordinals one after the other, in ascending order, until the deadline. The fast score
 * sifts, the exact one ranks. Not thread-safe.
 */
final class ExactScan implements IntConsumer {
  private final float[] query;
  private final VectorColumn column;
  private final Scorer scorer;
  private final TopK best;
  private final Deadline deadline;
  private float bar = Float.NEGATIVE_INFINITY;

  ExactScan(float[] query, VectorColumn column, Scorer scorer, TopK best, Deadline deadline) {
    this.query = query;
    this.column = column;
    this.scorer = scorer;
    this.best = best;
    this.deadline = deadline;
  }

  void scan(OrdinalBitmap ordinals) {
    ordinals.forEach(this);
  }

  @Override
  public void accept(int ordinal) {
    if (deadline.hasPassed()) {
      return;
    }
    float[] vector = column.vector(ordinal);
    if (scorer.fast(query, vector) >= bar) {
      best.offer(scorer.exact(query, vector), ordinal);
      bar = best.isFull() ? scorer.reach(best.worst()) : bar;
    }
    deadline.tick();
  }
}
