package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.function.IntConsumer;

/** Scores ordinals one after the other, in ascending order, until the deadline. Not thread-safe. */
final class ExactScan implements IntConsumer {
  private final float[] query;
  private final VectorColumn column;
  private final Scorer scorer;
  private final TopK best;
  private final Deadline deadline;

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
    if (!deadline.hasPassed()) {
      best.offer(scorer.score(query, column.vector(ordinal)), ordinal);
      deadline.tick();
    }
  }
}
