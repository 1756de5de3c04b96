package dev.mneme.index.text.analysis;

import java.util.List;
import org.apache.lucene.util.BytesRef;

/**
 * The terms under which one word is found: as it is written, as texts have it that write it with
 * other accents, and without accents.
 *
 * @param exact the term of the word
 * @param folded the term of the word without its accents; the same where it has none
 */
public record WordForms(BytesRef exact, BytesRef folded) {
  /**
   * What an occurrence of another form counts beside one of the exact form; a power of two, so that
   * sums of it do not depend on their order.
   */
  public static final float FOLDED_WEIGHT = 0.25f;

  static WordForms of(BytesRef term) {
    return new WordForms(term, term);
  }

  boolean isFolded() {
    return !folded.equals(exact);
  }

  /** The term that texts have beside that of a word whose accents fold to this one. */
  BytesRef marked() {
    var bytes = new byte[folded.length + 1];
    bytes[0] = FormsFilter.FOLDED_MARK;
    System.arraycopy(folded.bytes, folded.offset, bytes, 1, folded.length);
    return new BytesRef(bytes);
  }

  /** Every term under which the word is found; the exact one first. */
  public List<BytesRef> terms() {
    return isFolded() ? List.of(exact, marked(), folded) : List.of(exact, marked());
  }
}
