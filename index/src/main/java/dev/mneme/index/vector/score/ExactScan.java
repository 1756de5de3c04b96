package dev.mneme.index.vector.score;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import java.util.function.IntConsumer;

/**
 * Scores ordinals one after the other, in ascending order, which is that of the log, until the
 * deadline. A bound sifts, the exact score ranks. A vector that is not on the heap is sifted where
 * the log's mapping has it, and copied only if it passes. Not thread-safe.
 */
public final class ExactScan implements IntConsumer {
  private final float[] query;
  private final ScoreBound bound;
  private final VectorColumn column;
  private final Scorer scorer;
  private final BestOrdinals best;
  private final Deadline deadline;
  private float bar;

  public ExactScan(
      float[] query, VectorColumn column, Scorer scorer, BestOrdinals best, Deadline deadline) {
    this.query = query;
    this.bound = scorer.bound(query);
    this.column = column;
    this.scorer = scorer;
    this.best = best;
    this.deadline = deadline;
    this.bar = bar();
  }

  public void scan(OrdinalBitmap ordinals) {
    ordinals.forEach(this);
  }

  @Override
  public void accept(int ordinal) {
    if (deadline.hasPassed()) {
      return;
    }
    float[] vector = column.onHeap(ordinal);
    if (vector.length > 0) {
      if (bound.of(vector) >= bar) {
        offer(ordinal, vector);
      }
    } else {
      var raw = column.raw(ordinal);
      if (bound.of(raw) >= bar) {
        offer(ordinal, scorer.prepare(raw));
      }
    }
    deadline.tick();
  }

  private void offer(int ordinal, float[] vector) {
    best.offer(scorer.exact(query, vector), ordinal);
    bar = bar();
  }

  private float bar() {
    return best.worst();
  }
}
