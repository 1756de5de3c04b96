package dev.mneme.index.text.query;

import dev.mneme.index.text.analysis.WordForms;
import dev.mneme.index.text.lucene.Fields;
import dev.mneme.index.text.lucene.ScopedSearcher;
import java.io.IOException;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/** A word in any of the forms that live memories hold; becomes Lucene's query when it is bound. */
final class WordQuery extends Query {
  private final WordForms forms;
  private final float weight;

  WordQuery(WordForms forms, float weight) {
    this.forms = forms;
    this.weight = weight;
  }

  WordForms forms() {
    return forms;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    var statistics = ((ScopedSearcher) searcher).statistics();
    return LiveForms.of(forms, statistics).query(weight);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.consumeTerms(this, new Term(Fields.TEXT, forms.exact()));
  }

  @Override
  public String toString(String field) {
    return forms.exact().utf8ToString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordQuery word && forms.equals(word.forms) && weight == word.weight;
  }

  @Override
  public int hashCode() {
    return 31 * forms.hashCode() + Float.hashCode(weight);
  }
}
