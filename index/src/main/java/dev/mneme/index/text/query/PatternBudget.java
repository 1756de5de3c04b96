package dev.mneme.index.text.query;

import dev.mneme.core.check.Require;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.text.analysis.CharForms;
import dev.mneme.index.text.analysis.FormsFilter;
import dev.mneme.index.text.lucene.Fields;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/** What the patterns and phrases of one query may cost. Not thread-safe. */
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

  /** In one query. */
  static final int MAX_FUZZY = 20;

  /** Words and phrases of one query, stop words among them. */
  private static final int MAX_CLAUSES = 2 * SyntaxParser.MAX_TERMS;

  /**
   * Words of all phrases with slop together: the places of a document that are tried grow with the
   * square of it.
   */
  private static final int MAX_SLOPPY_WORDS = 64;

  private int patterns;
  private int states;
  private int fuzzy;
  private int clauses;
  private int sloppyWords;

  /**
   * The terms that match, those of words whose accents are folded among them.
   *
   * @param column of the pattern in the query
   * @throws InvalidRequestException if it is too long, or the automata become too large
   */
  PatternQuery pattern(String pattern, int column) {
    Require.that(
        ++patterns <= MAX_PATTERNS,
        "query syntax: over %d patterns at column %d; leave some out",
        MAX_PATTERNS,
        column);
    Require.that(
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
    Require.that(
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
   * Takes a word that may be misspelled.
   *
   * @throws InvalidRequestException if it is too long to be searched for with edits, or one too
   *     many
   */
  void fuzzy(String term, int column) {
    Require.that(
        ++fuzzy <= MAX_FUZZY,
        "query syntax: over %d fuzzy words at column %d; leave some out",
        MAX_FUZZY,
        column);
    Require.that(
        term.length() <= MAX_FUZZY_CHARS,
        "query syntax: a fuzzy word of %d characters at column %d, at most %d are allowed",
        term.length(),
        column,
        MAX_FUZZY_CHARS);
  }

  /**
   * Takes a word or phrase; parsing ends here, and not once all are analyzed.
   *
   * @throws InvalidRequestException if it is one too many
   */
  void clause(int column) {
    Require.that(
        ++clauses <= MAX_CLAUSES,
        "query syntax: over %d words and phrases at column %d; leave some out",
        MAX_CLAUSES,
        column);
  }

  /**
   * Takes a phrase whose words need not be next to each other.
   *
   * @throws InvalidRequestException if there are too many words in such phrases
   */
  void sloppyPhrase(int words, int column) {
    sloppyWords += words;
    Require.that(
        sloppyWords <= MAX_SLOPPY_WORDS,
        "query syntax: over %d words in phrases with slop at column %d; leave some out",
        MAX_SLOPPY_WORDS,
        column);
  }
}
