package dev.mneme.index.text.query;

import dev.mneme.index.text.analysis.WordForms;
import dev.mneme.index.text.lucene.Fields;
import dev.mneme.index.text.lucene.LiveStatistics;
import dev.mneme.index.text.lucene.ScopedSearcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/**
 * Words in their order, each in any of the forms that live memories hold; the exact forms rank
 * before the others.
 */
final class WordPhraseQuery extends Query {
  private final List<Slot> slots;
  private final int slop;

  /** What stands at a position of the phrase, counted from 0. */
  record Slot(WordForms forms, int position) {}

  WordPhraseQuery(List<Slot> slots, int slop) {
    this.slots = List.copyOf(slots);
    this.slop = slop;
  }

  List<Slot> slots() {
    return slots;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    var statistics = ((ScopedSearcher) searcher).statistics();
    var any = new MultiPhraseQuery.Builder().setSlop(slop);
    boolean exact = true;
    boolean others = false;
    for (Slot slot : slots) {
      var live = new ArrayList<Term>();
      for (BytesRefForm form : forms(slot, statistics)) {
        live.add(form.term);
        others |= !form.exact;
      }
      if (live.isEmpty()) {
        return new MatchNoDocsQuery("no memory has a word of the phrase");
      }
      exact &= live.getFirst().bytes().equals(slot.forms.exact());
      any.add(live.toArray(new Term[0]), slot.position);
    }
    if (!others) {
      return exactly();
    }
    Query all = any.build();
    return exact
        ? new BooleanQuery.Builder()
            .add(exactly(), Occur.SHOULD)
            .add(new BoostQuery(all, WordForms.FOLDED_WEIGHT), Occur.SHOULD)
            .build()
        : all;
  }

  private record BytesRefForm(Term term, boolean exact) {}

  private static List<BytesRefForm> forms(Slot slot, LiveStatistics statistics) throws IOException {
    var forms = new ArrayList<BytesRefForm>();
    for (LiveForms.Form form : LiveForms.of(slot.forms, statistics).forms()) {
      var term = form.term().term();
      forms.add(new BytesRefForm(term, term.bytes().equals(slot.forms.exact())));
    }
    return forms;
  }

  private Query exactly() {
    var phrase = new PhraseQuery.Builder().setSlop(slop);
    for (Slot slot : slots) {
      phrase.add(new Term(Fields.TEXT, slot.forms.exact()), slot.position);
    }
    return phrase.build();
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.consumeTerms(
        this,
        slots.stream().map(slot -> new Term(Fields.TEXT, slot.forms.exact())).toArray(Term[]::new));
  }

  @Override
  public String toString(String field) {
    return slots + "~" + slop;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordPhraseQuery phrase
        && slots.equals(phrase.slots)
        && slop == phrase.slop;
  }

  @Override
  public int hashCode() {
    return 31 * slots.hashCode() + slop;
  }
}
