package dev.mneme.index.text;

import dev.mneme.core.model.InvalidRequest;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/** What the patterns of one query may cost before the first term is looked at. */
final class PatternBudget {
  /** In one query. */
  static final int MAX_PATTERNS = 64;

  /** Words have no more. */
  private static final int MAX_CHARS = 255;

  /** A longer one makes an automaton that takes longer than the search. */
  private static final int MAX_FUZZY_CHARS = 64;

  /** Of one pattern; what Lucene calls effort. */
  private static final int MAX_WORK = 10_000;

  /** Of all patterns together. */
  private static final int MAX_STATES = 10_000;

  private int patterns;
  private int states;

  /**
   * The terms that match, those of words whose accents are folded among them.
   *
   * @param column of the pattern in the query
   * @throws InvalidRequest if it is too long, or the automata become too large
   */
  PatternQuery pattern(String pattern, int column) {
    InvalidRequest.require(
        ++patterns <= MAX_PATTERNS,
        "query syntax: over %d patterns at column %d; leave some out",
        MAX_PATTERNS,
        column);
    InvalidRequest.require(
        pattern.length() <= 2 * MAX_CHARS,
        "query syntax: a pattern of %d characters at column %d, at most %d are allowed",
        pattern.length(),
        column,
        2 * MAX_CHARS);
    try {
      Automaton automaton = automaton(pattern);
      states += automaton.getNumStates();
      requireFew(states <= MAX_STATES, column);
      return new PatternQuery(pattern, new CompiledAutomaton(automaton), Long.MAX_VALUE);
    } catch (TooComplexToDeterminizeException e) {
      requireFew(false, column);
      throw e;
    }
  }

  private static void requireFew(boolean few, int column) {
    InvalidRequest.require(
        few,
        "query syntax: the pattern at column %d has too many wildcards; use fewer of * and ?",
        column);
  }

  private static Automaton automaton(String pattern) {
    var plain = WildcardQuery.toAutomaton(new Term(Fields.TEXT, pattern), MAX_WORK);
    var folded =
        WildcardQuery.toAutomaton(
            new Term(Fields.TEXT, FormsFilter.FOLDED_MARK + CharForms.fold(pattern)), MAX_WORK);
    return Operations.determinize(Operations.union(List.of(plain, folded)), MAX_WORK);
  }

  /**
   * @throws InvalidRequest if the term is too long to be searched for with edits
   */
  void requireFuzzy(String term, int column) {
    InvalidRequest.require(
        term.length() <= MAX_FUZZY_CHARS,
        "query syntax: a fuzzy word of %d characters at column %d, at most %d are allowed",
        term.length(),
        column,
        MAX_FUZZY_CHARS);
  }
}
