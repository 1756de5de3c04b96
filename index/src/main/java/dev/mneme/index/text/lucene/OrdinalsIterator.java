package dev.mneme.index.text.lucene;

import dev.mneme.index.api.OrdinalBitmap;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * The documents of a segment whose ordinals are in a set. Follows the set; costs nothing for what
 * is not in it.
 */
final class OrdinalsIterator extends DocIdSetIterator {
  private final OrdinalBitmap members;
  private final TextSegment segment;
  private final int cost;
  private int doc = -1;

  OrdinalsIterator(OrdinalBitmap set, TextSegment segment) {
    this.members = set.and(segment.members());
    this.segment = segment;
    this.cost = members.cardinality();
  }

  @Override
  public int docID() {
    return doc;
  }

  @Override
  public int nextDoc() {
    return advance(doc + 1);
  }

  @Override
  public int advance(int target) {
    int ordinal = target >= segment.size() ? -1 : members.next(segment.ordinal(target));
    doc = ordinal < 0 ? NO_MORE_DOCS : segment.docAtOrAfter(ordinal);
    return doc;
  }

  @Override
  public long cost() {
    return cost;
  }
}
