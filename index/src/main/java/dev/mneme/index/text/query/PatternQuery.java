package dev.mneme.index.text.query;

import dev.mneme.index.text.lucene.Fields;
import java.io.IOException;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.automaton.CompiledAutomaton;

/**
 * The terms that an automaton accepts, gone through until a deadline; scores a constant.
 *
 * @see DeadlinePassedException
 */
final class PatternQuery extends MultiTermQuery {
  private final String pattern;
  private final CompiledAutomaton automaton;
  private final long deadlineNanos;

  PatternQuery(String pattern, CompiledAutomaton automaton, long deadlineNanos) {
    super(Fields.TEXT, CONSTANT_SCORE_BLENDED_REWRITE);
    this.pattern = pattern;
    this.automaton = automaton;
    this.deadlineNanos = deadlineNanos;
  }

  PatternQuery until(long newDeadlineNanos) {
    return new PatternQuery(pattern, automaton, newDeadlineNanos);
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    return DeadlineTerms.of(automaton.getTermsEnum(terms), deadlineNanos);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    automaton.visit(visitor, this, field);
  }

  @Override
  public String toString(String ofField) {
    return pattern;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PatternQuery query
        && pattern.equals(query.pattern)
        && deadlineNanos == query.deadlineNanos;
  }

  @Override
  public int hashCode() {
    return 31 * pattern.hashCode() + Long.hashCode(deadlineNanos);
  }
}
