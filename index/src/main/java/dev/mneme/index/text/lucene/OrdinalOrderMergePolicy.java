package dev.mneme.index.text.lucene;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/**
 * Merges neighbours only, so that documents stay in ordinal order; and rewrites a segment in which
 * over a quarter of the documents were reclaimed, which Lucene's own policy leaves until the
 * segment is merged for its size.
 */
final class OrdinalOrderMergePolicy extends LogDocMergePolicy {
  private static final double MAX_DELETED = 0.25;
  private static final int MIN_MERGE_DOCS = 256;

  private final BooleanSupplier paused;

  /**
   * @param paused whether to begin no merge for now
   */
  OrdinalOrderMergePolicy(BooleanSupplier paused) {
    this.paused = paused;
    setMinMergeDocs(MIN_MERGE_DOCS);
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    if (paused.getAsBoolean()) {
      return null;
    }
    MergeSpecification bySize = super.findMerges(trigger, infos, context);
    if (bySize != null) {
      return bySize;
    }
    MergeSpecification byDeletes = null;
    for (SegmentCommitInfo info : infos) {
      boolean sparse = context.numDeletesToMerge(info) > MAX_DELETED * info.info.maxDoc();
      if (sparse && !context.getMergingSegments().contains(info)) {
        byDeletes = byDeletes == null ? new MergeSpecification() : byDeletes;
        byDeletes.add(new OneMerge(List.of(info)));
      }
    }
    return byDeletes;
  }
}
