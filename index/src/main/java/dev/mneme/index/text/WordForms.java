package dev.mneme.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * The terms under which one word is found: as it is written, as texts have it that write it with
 * other accents, and without accents.
 *
 * @param exact the term of the word
 * @param folded the term of the word without its accents; the same where it has none
 */
record WordForms(BytesRef exact, BytesRef folded) {
  /**
   * What an occurrence of another form counts beside one of the exact form; a power of two, so that
   * sums of it do not depend on their order.
   */
  static final float FOLDED_WEIGHT = 0.25f;

  /**
   * A form that live memories hold.
   *
   * @param weight of one occurrence
   */
  record Form(LiveStatistics.LiveTerm term, float weight) {}

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
  List<BytesRef> terms() {
    return isFolded() ? List.of(exact, marked(), folded) : List.of(exact, marked());
  }

  /** The forms that live memories hold. An ordinary word has one. */
  List<Form> live(LiveStatistics statistics) throws IOException {
    var live = new ArrayList<Form>(1);
    float weight = 1;
    for (BytesRef term : terms()) {
      var found = statistics.term(term);
      if (found.docFreq() > 0) {
        live.add(new Form(found, weight));
      }
      weight = FOLDED_WEIGHT;
    }
    return live;
  }

  /** In how many live memories one of the forms is, at most. */
  static long documents(List<Form> forms, LiveStatistics statistics) {
    long sum = 0;
    for (Form form : forms) {
      sum += form.term.docFreq();
    }
    return Math.min(sum, statistics.documents());
  }

  /**
   * All forms count as one word, which is as rare as the most frequent of them, so that a rare
   * spelling does not outrank the exact one. Where memories have one form only, it is the word.
   */
  static Query query(List<Form> forms, float weight) {
    Query query;
    if (forms.isEmpty()) {
      return new MatchNoDocsQuery("no memory has the word");
    } else if (forms.size() == 1) {
      var term = forms.getFirst().term;
      query = new TermQuery(term.term(), term.states());
    } else {
      var any = new SynonymQuery.Builder(Fields.TEXT);
      for (Form form : forms) {
        any.addTerm(form.term.term(), form.weight);
      }
      query = any.build();
    }
    return weight == 1 ? query : new BoostQuery(query, weight);
  }
}
