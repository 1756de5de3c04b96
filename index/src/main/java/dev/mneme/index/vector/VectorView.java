package dev.mneme.index.vector;

import dev.mneme.core.log.Storage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.View;
import dev.mneme.index.api.ViewStatistics;
import java.nio.file.Path;

/** The vector index: a live graph that one background thread grows, and an exact scan for everything else. */
public final class VectorView implements View {
  private VectorView() {}

  public static VectorView open(Storage storage, Path directory, VectorOptions options, VectorSource source) {
    throw new IllegalStateException("contract only" + storage + directory + options + source);
  }

  /** Ordinals that have a vector which can be ranked (not zero), dead ones that are not reclaimed included. */
  public OrdinalBitmap members() {
    throw new IllegalStateException("contract only");
  }

  /** What the planner needs: how many members the graph covers and how many must be scanned beside it. */
  public GraphStatistics graph() {
    throw new IllegalStateException("contract only");
  }

  /** The exact best {@code k} by scanning the allowed members. The query has the store's dimension and is not zero. */
  public RankedOrdinals searchExact(float[] query, VectorScope scope, int k) {
    throw new IllegalStateException("contract only" + query.length + scope + k);
  }

  /**
   * The best {@code k} by graph search with at least {@code ef} candidates, plus an exact scan of the members that the graph
   * does not hold yet. Not-allowed nodes are passed over and the search deepens until {@code k} allowed ones are found; where that
   * costs more than an exact scan, it becomes one. Never fewer than {@code k} while {@code k} allowed members exist.
   */
  public RankedOrdinals searchGraph(float[] query, VectorScope scope, int k, int ef) {
    throw new IllegalStateException("contract only" + query.length + scope + k + ef);
  }

  /**
   * The exact score of each of these ordinals, in their order, as {@link #searchExact} would report it; NaN where an ordinal has no vector that
   * can be ranked. For the few hits that another leg found. O(ordinals * dimension).
   *
   * @param ordinals live in the caller's snapshot, each once
   */
  public float[] scores(float[] query, int[] ordinals) {
    var scores = new float[ordinals.length];
    java.util.Arrays.fill(scores, Float.NaN);
    var found = searchExact(query, new VectorScope(OrdinalBitmap.of(ordinals), Long.MAX_VALUE), ordinals.length);
    for (int i = 0; i < found.size(); i++) {
      for (int j = 0; j < ordinals.length; j++) {
        if (ordinals[j] == found.ordinals()[i]) {
          scores[j] = found.scores()[i];
        }
      }
    }
    return scores;
  }

  /** Waits until the graph covers all members that were applied before the call. For tests, benchmarks and bulk loads. */
  public void awaitGraph() throws InterruptedException {
    throw new IllegalStateException("contract only");
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public long recoveredSequence() {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void apply(CommitBatch batch) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void reclaim(OrdinalBitmap dead) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void checkpoint(long sequence) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public ViewStatistics statistics() {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void close() {}
}
