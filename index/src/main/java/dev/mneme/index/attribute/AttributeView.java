package dev.mneme.index.attribute;

import dev.mneme.core.filter.Filter;
import dev.mneme.core.log.Storage;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.index.api.ViewStatistics;
import java.nio.file.Path;

/** Attributes, namespaces and expiry as sets of ordinals. */
public final class AttributeView implements View {
  private AttributeView() {}

  public static AttributeView open(Storage storage, Path directory) {
    throw new IllegalStateException("contract only" + storage + directory);
  }

  /** The ordinals of a namespace, dead ones that are not reclaimed included. O(1). */
  public OrdinalBitmap namespace(int namespaceOrdinal) {
    throw new IllegalStateException("contract only" + namespaceOrdinal);
  }

  /** Exactly the ordinals of {@code universe} that match, as FilterEvaluator defines it. */
  public OrdinalBitmap evaluate(Filter filter, OrdinalBitmap universe) {
    throw new IllegalStateException("contract only" + filter + universe);
  }

  /** How many ordinals match, before the universe is known: bounds and an estimate, without making the set. Cheap: O(nodes of the filter * log n). */
  public Cardinality estimate(Filter filter) {
    throw new IllegalStateException("contract only" + filter);
  }

  /** Ordinals that expire at or before this epoch millisecond. O(result). */
  public OrdinalBitmap expiredAt(long epochMillis) {
    throw new IllegalStateException("contract only" + epochMillis);
  }

  /** The earliest expiry of an ordinal that is not reclaimed, or {@link Long#MAX_VALUE}. O(1) or O(log n). */
  public long nextExpiry() {
    throw new IllegalStateException("contract only");
  }

  @Override
  public String name() {
    return "attributes";
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
