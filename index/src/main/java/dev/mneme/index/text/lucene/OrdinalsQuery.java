package dev.mneme.index.text.lucene;

import dev.mneme.index.api.OrdinalBitmap;
import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;

/** Matches the documents whose ordinals are in a set. Equal to itself only. */
public final class OrdinalsQuery extends Query {
  private final OrdinalBitmap ordinals;
  private final SegmentSource segments;

  /** Where the query learns how ordinals map to documents. */
  @FunctionalInterface
  public interface SegmentSource {
    TextSegment of(LeafReaderContext context) throws IOException;
  }

  public OrdinalsQuery(OrdinalBitmap ordinals, SegmentSource segments) {
    this.ordinals = ordinals;
    this.segments = segments;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        var iterator = new OrdinalsIterator(ordinals, segments.of(context));
        return ConstantScoreScorerSupplier.fromIterator(
            iterator, score(), mode, context.reader().maxDoc());
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    // Is no clause of the user's, so that it does not count against the limit of clauses.
  }

  @Override
  public String toString(String field) {
    return "ordinals(" + ordinals.cardinality() + ")";
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
