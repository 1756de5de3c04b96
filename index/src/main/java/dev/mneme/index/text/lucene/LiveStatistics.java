package dev.mneme.index.text.lucene;

import dev.mneme.index.api.OrdinalBitmap;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.util.BytesRef;

/**
 * What BM25 needs to know of the memories that are live in one snapshot, and of nothing else: dead
 * and not yet visible documents in the index do not count, so that an index rebuilt from the live
 * memories scores the same. Thread-safe.
 *
 * <p>Terms are looked up once for a generation and liveness, whether for the estimate or for the
 * search.
 */
public final class LiveStatistics {
  private static final int MAX_TERMS = 4_096;

  private final Generation generation;
  private final OrdinalBitmap live;
  private final TextSegment.Liveness[] segments;
  private final TextSegment.Totals totals;
  private final ConcurrentHashMap<BytesRef, LiveTerm> terms = new ConcurrentHashMap<>();
  private final ScopedSearcher searcher;

  /**
   * A term of the dictionary.
   *
   * @param states where its postings are in each segment
   * @param docFreq how many live memories hold it; may be none
   */
  public record LiveTerm(Term term, TermStates states, int docFreq) {}

  private LiveStatistics(
      Generation generation,
      OrdinalBitmap live,
      TextSegment.Liveness[] segments,
      TextSegment.Totals totals) {
    this.generation = generation;
    this.live = live;
    this.segments = segments;
    this.totals = totals;
    this.searcher = new ScopedSearcher(this, generation.reader());
  }

  static LiveStatistics of(Generation generation, OrdinalBitmap live) throws IOException {
    var segments = new TextSegment.Liveness[generation.segments()];
    var totals = TextSegment.Totals.ZERO;
    for (int i = 0; i < segments.length; i++) {
      segments[i] = generation.segment(i).at(live, generation.leafReader(i));
      totals = totals.plus(segments[i].totals());
    }
    return new LiveStatistics(generation, live, segments, totals);
  }

  public Generation generation() {
    return generation;
  }

  public OrdinalBitmap live() {
    return live;
  }

  /** Runs queries with these statistics. */
  public ScopedSearcher searcher() {
    return searcher;
  }

  /** How many live memories have at least one word. */
  public int documents() {
    return totals.documents();
  }

  /** The ordinals of a segment that are not live. */
  public OrdinalBitmap dead(int segment) {
    return segments[segment].dead();
  }

  /** For the one text field; there must be a document. */
  CollectionStatistics collection() {
    int documents = totals.documents();
    return new CollectionStatistics(Fields.TEXT, documents, documents, totals.length(), documents);
  }

  /** How many live memories hold the term. */
  int docFreq(BytesRef term) throws IOException {
    return term(term).docFreq();
  }

  public LiveTerm term(BytesRef bytes) throws IOException {
    LiveTerm known = terms.get(bytes);
    if (known != null) {
      return known;
    }
    BytesRef key = BytesRef.deepCopyOf(bytes);
    LiveTerm found = lookUp(key);
    if (terms.size() >= MAX_TERMS) {
      terms.clear();
    }
    terms.put(key, found);
    return found;
  }

  private LiveTerm lookUp(BytesRef bytes) throws IOException {
    var states = new TermStates(generation.reader().getContext());
    int docFreq = 0;
    for (int i = 0; i < segments.length; i++) {
      Terms dictionary = generation.leafReader(i).terms(Fields.TEXT);
      var terms = dictionary == null ? null : dictionary.iterator();
      if (terms != null && terms.seekExact(bytes)) {
        states.register(terms.termState(), i, terms.docFreq(), terms.totalTermFreq());
        docFreq += generation.segment(i).docFreq(terms, segments[i]);
      }
    }
    return new LiveTerm(new Term(Fields.TEXT, bytes), states, docFreq);
  }
}
