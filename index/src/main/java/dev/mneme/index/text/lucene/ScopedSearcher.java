package dev.mneme.index.text.lucene;

import dev.mneme.index.text.analysis.FormsFilter;
import java.io.IOException;
import org.apache.lucene.index.FieldInvertState;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.SmallFloat;

/**
 * Makes weights from the statistics of the live memories instead of those of the whole index.
 * Thread-safe.
 */
public final class ScopedSearcher extends IndexSearcher {
  static final float K1 = 1.2f;
  static final float B = 0.75f;

  private final LiveStatistics statistics;

  ScopedSearcher(LiveStatistics statistics, IndexReader reader) {
    super(reader);
    this.statistics = statistics;
    setSimilarity(similarity());
    setQueryCache(null);
  }

  /** Also decides how the writer encodes lengths. */
  static Similarity similarity() {
    return new ContentSimilarity();
  }

  /** The length of a text is that of its content, see {@link FormsFilter#stopWords}. */
  private static final class ContentSimilarity extends BM25Similarity {
    ContentSimilarity() {
      super(K1, B);
    }

    @Override
    public long computeNorm(FieldInvertState state) {
      int stopWords = FormsFilter.stopWords(state.getAttributeSource());
      int content = state.getLength() - state.getNumOverlap() - stopWords;
      return SmallFloat.intToByte4(Math.max(1, content)); // 0 would say that there is no text
    }
  }

  public LiveStatistics statistics() {
    return statistics;
  }

  /** A term that no live memory holds scores nothing, but Lucene wants a frequency above 0. */
  @Override
  public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq)
      throws IOException {
    int live = Math.max(1, statistics.docFreq(term.bytes()));
    return new TermStatistics(term.bytes(), live, live);
  }

  @Override
  public CollectionStatistics collectionStatistics(String field) {
    return statistics.collection();
  }
}
