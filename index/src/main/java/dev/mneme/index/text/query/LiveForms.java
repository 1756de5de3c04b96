package dev.mneme.index.text.query;

import dev.mneme.index.text.analysis.WordForms;
import dev.mneme.index.text.lucene.Fields;
import dev.mneme.index.text.lucene.LiveStatistics;
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
 * Those forms of a word that live memories hold; an ordinary word has one.
 *
 * @param forms the exact one first, where it is among them
 */
record LiveForms(List<Form> forms) {
  /**
   * A form that live memories hold.
   *
   * @param weight of one occurrence
   */
  record Form(LiveStatistics.LiveTerm term, float weight) {}

  static LiveForms of(WordForms word, LiveStatistics statistics) throws IOException {
    var live = new ArrayList<Form>(1);
    float weight = 1;
    for (BytesRef term : word.terms()) {
      var found = statistics.term(term);
      if (found.docFreq() > 0) {
        live.add(new Form(found, weight));
      }
      weight = WordForms.FOLDED_WEIGHT;
    }
    return new LiveForms(live);
  }

  boolean isEmpty() {
    return forms.isEmpty();
  }

  /** In how many live memories one of the forms is, at most. */
  long documents(LiveStatistics statistics) {
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
  Query query(float weight) {
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
