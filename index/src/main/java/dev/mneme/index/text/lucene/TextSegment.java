package dev.mneme.index.text.lucene;

import dev.mneme.index.api.OrdinalBitmap;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.SmallFloat;
import org.roaringbitmap.RoaringBitmap;

/**
 * One Lucene segment seen by ordinals: the mapping between its documents, which ascend by ordinal,
 * and their ordinals; and the statistics of those of its documents that are live in a snapshot.
 * Belongs to the segment's files, which never change, so that it survives refreshes. Thread-safe.
 *
 * <p>Statistics are kept for the last liveness that was asked for and move to the next by the
 * difference of the two, so that they cost what changed. Ordinals take 4 heap bytes a document
 * where they have gaps, none otherwise.
 */
@SuppressWarnings("ReferenceEquality") // the same set is the common case, and free to see
public final class TextSegment {
  private static final int[] CONTIGUOUS = {};
  private static final int MAX_COUNTS = 4_096;

  private final int first;
  private final int last;
  private final int size;
  private final int[] ordinals;
  private final OrdinalBitmap members;
  private final ConcurrentHashMap<BytesRef, Count> counts = new ConcurrentHashMap<>();
  private volatile Liveness latest;

  /**
   * The documents of the segment that are live, and those that are not.
   *
   * @param live what it was computed for, compared by identity
   * @param dead the ordinals of the segment that are not in {@code live}
   * @param totals of the segment's live documents
   */
  record Liveness(OrdinalBitmap live, OrdinalBitmap dead, Totals totals) {}

  /**
   * @param documents that have at least one word
   * @param length the sum of their lengths in words, as coarse as the index keeps them
   */
  record Totals(int documents, long length) {
    static final Totals ZERO = new Totals(0, 0);

    Totals plus(Totals other) {
      return new Totals(documents + other.documents, length + other.length);
    }

    Totals minus(Totals other) {
      return new Totals(documents - other.documents, length - other.length);
    }
  }

  /** The documents that hold a term and are not among {@code dead}. */
  private record Count(OrdinalBitmap dead, int documents) {}

  private TextSegment(int first, int last, int size, int[] ordinals, Totals totals) {
    this.first = first;
    this.last = last;
    this.size = size;
    this.ordinals = ordinals;
    this.members =
        ordinals == CONTIGUOUS
            ? OrdinalBitmap.ofRange(first, last + 1)
            : OrdinalBitmap.of(ordinals);
    this.latest = new Liveness(members, OrdinalBitmap.empty(), totals);
  }

  /** Reads the ordinals and lengths of a segment. O(documents). */
  static TextSegment load(LeafReader reader) throws IOException {
    int size = reader.maxDoc();
    int first = ordinalOf(reader, 0);
    int last = ordinalOf(reader, size - 1);
    int[] ordinals = last - first + 1 == size ? CONTIGUOUS : readOrdinals(reader, size);
    return new TextSegment(first, last, size, ordinals, readTotals(reader));
  }

  /** The ordinals of the documents that a reader of this segment does not mark as deleted. */
  OrdinalBitmap undeleted(LeafReader reader) {
    Bits alive = reader.getLiveDocs();
    if (alive == null) {
      return members;
    }
    var ordinals = new RoaringBitmap();
    for (int doc = 0; doc < size; doc++) {
      if (alive.get(doc)) {
        ordinals.add(ordinal(doc));
      }
    }
    return OrdinalBitmap.of(ordinals);
  }

  private static int ordinalOf(LeafReader reader, int doc) throws IOException {
    var values = ordinalValues(reader);
    if (!values.advanceExact(doc)) {
      throw new CorruptIndexException("document " + doc + " has no ordinal", reader.toString());
    }
    return Math.toIntExact(values.longValue());
  }

  private static NumericDocValues ordinalValues(LeafReader reader) throws IOException {
    NumericDocValues values = reader.getNumericDocValues(Fields.ORDINAL);
    if (values == null) {
      throw new CorruptIndexException("no ordinals", reader.toString());
    }
    return values;
  }

  private static int[] readOrdinals(LeafReader reader, int size) throws IOException {
    var values = ordinalValues(reader);
    var ordinals = new int[size];
    int previous = -1;
    for (int doc = 0; doc < size; doc++) {
      if (!values.advanceExact(doc) || values.longValue() <= previous) {
        throw new CorruptIndexException("document " + doc + " is out of order", reader.toString());
      }
      previous = Math.toIntExact(values.longValue());
      ordinals[doc] = previous;
    }
    return ordinals;
  }

  private static Totals readTotals(LeafReader reader) throws IOException {
    NumericDocValues norms = reader.getNormValues(Fields.TEXT);
    int documents = 0;
    long length = 0;
    if (norms != null) {
      while (norms.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        int words = SmallFloat.byte4ToInt((byte) norms.longValue());
        documents += words > 0 ? 1 : 0;
        length += words;
      }
    }
    return new Totals(documents, length);
  }

  /** The smallest ordinal. */
  public int first() {
    return first;
  }

  /** The largest ordinal. */
  public int last() {
    return last;
  }

  /** How many documents, dead ones included. */
  public int size() {
    return size;
  }

  /** All ordinals of the segment. */
  public OrdinalBitmap members() {
    return members;
  }

  long heapBytes() {
    return 4L * ordinals.length + members.heapBytes() + 100L * counts.size();
  }

  public int ordinal(int doc) {
    return ordinals == CONTIGUOUS ? first + doc : ordinals[doc];
  }

  /**
   * The document with this ordinal, or with the next larger one of the segment, or {@link #size()}.
   */
  public int docAtOrAfter(int ordinal) {
    if (ordinal > last) {
      return size;
    }
    if (ordinals == CONTIGUOUS) {
      return Math.max(ordinal - first, 0);
    }
    int found = Arrays.binarySearch(ordinals, ordinal);
    return found >= 0 ? found : -found - 1;
  }

  /**
   * What is live in the segment. O(pages of the bitmaps) plus the number of documents that died
   * since the last call.
   */
  Liveness at(OrdinalBitmap live, LeafReader reader) throws IOException {
    Liveness known = latest;
    if (known.live == live) {
      return known;
    }
    OrdinalBitmap dead = members.andNot(live);
    Liveness next;
    if (dead.equals(known.dead)) {
      next = new Liveness(live, known.dead, known.totals);
    } else {
      Totals died = totals(dead.andNot(known.dead), reader);
      Totals revived = totals(known.dead.andNot(dead), reader);
      next = new Liveness(live, dead, known.totals.minus(died).plus(revived));
    }
    latest = next;
    return next;
  }

  private Totals totals(OrdinalBitmap some, LeafReader reader) throws IOException {
    NumericDocValues norms = some.isEmpty() ? null : reader.getNormValues(Fields.TEXT);
    if (norms == null) {
      return Totals.ZERO;
    }
    int documents = 0;
    long length = 0;
    for (int ordinal = some.next(0); ordinal >= 0; ordinal = some.next(ordinal + 1)) {
      if (norms.advanceExact(docAtOrAfter(ordinal))) {
        int words = SmallFloat.byte4ToInt((byte) norms.longValue());
        documents += words > 0 ? 1 : 0;
        length += words;
      }
    }
    return new Totals(documents, length);
  }

  /**
   * How many live documents hold the term that the enumeration stands on. One lookup where nothing
   * is dead; otherwise what died since the term was last counted is looked up in its postings.
   */
  int docFreq(TermsEnum term, Liveness liveness) throws IOException {
    int all = term.docFreq();
    OrdinalBitmap dead = liveness.dead;
    if (dead.isEmpty()) {
      return all;
    }
    Count known = counts.get(term.term());
    if (known != null && known.dead == dead) {
      return known.documents;
    }
    int documents;
    OrdinalBitmap died = known == null ? dead : dead.andNot(known.dead);
    OrdinalBitmap revived = known == null ? OrdinalBitmap.empty() : known.dead.andNot(dead);
    if (known != null && died.cardinality() + revived.cardinality() < dead.cardinality()) {
      documents = known.documents - holders(term, died) + holders(term, revived);
    } else {
      documents = all - holders(term, dead);
    }
    if (counts.size() >= MAX_COUNTS) {
      counts.clear();
    }
    counts.put(BytesRef.deepCopyOf(term.term()), new Count(dead, documents));
    return documents;
  }

  /** How many of these ordinals hold the term: a leapfrog of both. */
  private int holders(TermsEnum term, OrdinalBitmap some) throws IOException {
    if (some.isEmpty()) {
      return 0;
    }
    PostingsEnum postings = term.postings(null, PostingsEnum.NONE);
    int count = 0;
    int doc = postings.advance(docAtOrAfter(some.next(0)));
    while (doc != DocIdSetIterator.NO_MORE_DOCS) {
      int ordinal = ordinal(doc);
      int next = some.next(ordinal);
      if (next < 0) {
        break;
      }
      if (next == ordinal) {
        count++;
        doc = postings.nextDoc();
      } else {
        int target = docAtOrAfter(next);
        doc = target >= size ? DocIdSetIterator.NO_MORE_DOCS : postings.advance(target);
      }
    }
    return count;
  }
}
