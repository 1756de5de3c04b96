package dev.mneme.index.attribute;

import dev.mneme.filter.FilterEvaluator;
import dev.mneme.filter.Filter;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.report.ViewStatistics;
import java.nio.file.Path;

/**
 * Attributes, namespaces and expiry as sets of ordinals.
 *
 * <p>Each (key, value) has a set; values of a key are sorted, so that ranges and prefixes of
 * strings are walks. Numbers and instants are also in a counted B-tree, which counts every range in
 * O(log n) and finds the ordinals of ranges over many small sets. A list attribute is indexed under
 * each of its distinct elements.
 *
 * <p>Reclaiming is lazy: the values of a dead ordinal are not known, so dead ones are gathered and
 * swept out of all sets at once when they are a tenth of all, or when a checkpoint is written.
 * Expiries go at once.
 */
public final class AttributeView implements View {
  /** Sweeping starts at this many dead ordinals at the earliest. */
  private static final int SWEEP_AT_LEAST = 1_024;

  /** Sweeping starts when one in so many ordinals is dead. */
  private static final int SWEEP_SHARE = 10;

  private final AttributeCheckpoint checkpoint;
  private final LogPoint recoveredPoint;
  private final AttributeState state;
  private final AttributeEvaluator evaluator;
  private final CardinalityEstimator estimator;

  /** Dead ordinals that are still in the sets. The writer's. */
  private volatile OrdinalBitmap dead = OrdinalBitmap.empty();

  private AttributeView(AttributeCheckpoint checkpoint) {
    this.checkpoint = checkpoint;
    var recovered = checkpoint.read();
    this.recoveredPoint = recovered.map(AttributeCheckpoint.Recovered::point).orElse(LogPoint.NONE);
    this.state = recovered.map(AttributeCheckpoint.Recovered::state).orElseGet(AttributeState::new);
    this.evaluator = new AttributeEvaluator(state);
    this.estimator = new CardinalityEstimator(state);
  }

  /**
   * Opens the checkpoint in the directory; empty, with {@link #recoveredSequence} -1, if there is
   * none that can be used.
   */
  public static AttributeView open(Storage storage, Path directory) {
    return new AttributeView(new AttributeCheckpoint(storage, directory));
  }

  /**
   * The ordinals of a namespace, dead ones that are not reclaimed included; none for an unknown
   * namespace. O(1).
   */
  public OrdinalBitmap namespace(int namespaceOrdinal) {
    return state.namespaces.get(namespaceOrdinal);
  }

  /**
   * Exactly the ordinals of {@code universe} that match, as FilterEvaluator defines it.
   *
   * @throws dev.mneme.error.InvalidRequestException if the filter compares a key under which an
   *     ordinal of the universe holds JSON
   */
  public OrdinalBitmap evaluate(Filter filter, OrdinalBitmap universe) {
    if (state.mayHoldJson()) {
      refuseJson(filter, universe);
    }
    return evaluator.evaluate(filter, universe);
  }

  private void refuseJson(Filter filter, OrdinalBitmap universe) {
    for (String key : FilterEvaluator.comparedKeys(filter)) {
      long memories =
          state.key(key).map(index -> (long) index.json().and(universe).cardinality()).orElse(0L);
      if (memories > 0) {
        throw FilterEvaluator.refusal(key, memories);
      }
    }
  }

  /**
   * How many ordinals match, before the universe is known: bounds and an estimate, without making
   * the set. Cheap: O(nodes of the filter * log n). Counts all ordinals of the view, those of all
   * namespaces and dead ones that are not swept yet included. Equality, EXISTS and numeric ranges
   * of attributes that are no lists are exact; AND and OR take their operands as independent.
   */
  public Cardinality estimate(Filter filter) {
    return estimator.estimate(filter);
  }

  /**
   * Ordinals that expire at or before this epoch millisecond, those reclaimed excepted. O(result).
   */
  public OrdinalBitmap expiredAt(long epochMillis) {
    return state.expiries.until(epochMillis);
  }

  /**
   * The earliest expiry of an ordinal that is not reclaimed, or {@link Long#MAX_VALUE}. O(log n).
   */
  public long nextExpiry() {
    return state.expiries.next();
  }

  @Override
  public String name() {
    return "attributes";
  }

  @Override
  public LogPoint recovered() {
    return recoveredPoint;
  }

  @Override
  public void apply(CommitBatch batch) {
    var changes = new BatchChanges(state);
    for (CommitBatch.Added added : batch.added()) {
      if (added.ordinal() >= state.limit) { // a replay may start before the checkpoint
        changes.add(added);
        state.limit = added.ordinal() + 1;
      }
    }
    changes.publish();
  }

  @Override
  public void reclaim(OrdinalBitmap reclaimed) {
    OrdinalBitmap here = reclaimed.and(state.known());
    state.expiries.remove(here);
    dead = dead.or(here);
    if (dead.cardinality() >= Math.max(SWEEP_AT_LEAST, state.known().cardinality() / SWEEP_SHARE)) {
      sweep();
    }
  }

  private void sweep() {
    if (!dead.isEmpty()) {
      state.sweep(dead);
      dead = OrdinalBitmap.empty();
    }
  }

  @Override
  public void checkpoint(LogPoint point) {
    sweep();
    checkpoint.write(point, state);
  }

  @Override
  public OrdinalBitmap ordinals() {
    return state.known().andNot(dead);
  }

  /** O(values): it adds up all sets. */
  @Override
  public ViewStatistics statistics() {
    return new ViewStatistics(
        name(), state.known().cardinality(), state.heapBytes(), checkpoint.size());
  }

  @Override
  public void close() {}
}
