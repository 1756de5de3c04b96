package dev.mneme.index.text.query;

import dev.mneme.core.check.Require;
import dev.mneme.core.text.Graphemes;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.text.analysis.FormsFilter;
import dev.mneme.index.text.analysis.QueryWord;
import dev.mneme.index.text.analysis.TextAnalysis;
import dev.mneme.index.text.analysis.WordForms;
import dev.mneme.index.text.lucene.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.queryparser.classic.QueryParserBase;
import org.apache.lucene.queryparser.classic.Token;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's classic syntax, bounded: words, "phrases" with slop, fuzzy~, prefix*, wild?cards, AND OR
 * NOT + -, groups, boosts. No other field than the text, no ranges, no regular expressions, no
 * leading wildcard. Prefixes and wildcards match the folded words as they are in the index
 * (stemmed, for English) and score a constant. Stop words count where there is nothing else. Make
 * one for each parse.
 */
public final class SyntaxParser extends QueryParser {
  static final int MAX_TERMS = 1_024;
  private static final int MAX_DEPTH = 64;

  /** The parser takes the square of it. */
  private static final int MAX_CHARS = 1 << 16;

  private static final int SHOWN = 100;
  private static final float MAX_BOOST = 1_000;
  private static final Pattern COLUMN = Pattern.compile("column (\\d+)");

  private final TextAnalysis analysis;
  private final boolean keepsStopWords;
  private final PatternBudget budget = new PatternBudget();

  private SyntaxParser(TextAnalysis analysis, boolean keepsStopWords) {
    super(Fields.TEXT, analysis.analyzer());
    this.analysis = analysis;
    this.keepsStopWords = keepsStopWords;
    setAllowLeadingWildcard(false);
  }

  /**
   * @throws InvalidRequestException with the column where the text breaks the syntax, or naming the
   *     bound that it exceeds
   */
  public static SyntaxQuery parse(TextAnalysis analysis, String text) {
    Require.that(
        text.length() <= MAX_CHARS,
        "query syntax: %d characters, at most %d are allowed",
        text.length(),
        MAX_CHARS);
    checkDepth(text);
    if (text.isBlank()) {
      return new SyntaxQuery(new MatchNoDocsQuery("empty"), Set.of(), Set.of(), List.of());
    }
    SyntaxQuery query = parse(new SyntaxParser(analysis, false), text);
    return query.isEmpty() ? parse(new SyntaxParser(analysis, true), text) : query;
  }

  private static SyntaxQuery parse(SyntaxParser parser, String text) {
    Query query;
    try {
      query = parser.parse(text);
    } catch (ParseException e) {
      throw invalid(detail(e), text);
    } catch (InvalidRequestException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()), text);
    }
    var collector = new Collector();
    query.visit(collector);
    Require.that(
        collector.terms <= MAX_TERMS,
        "query syntax: %d terms, at most %d are allowed (a fuzzy term counts as 50, one with"
            + " wildcards as 16)",
        collector.terms,
        MAX_TERMS);
    return new SyntaxQuery(query, collector.exact, collector.all, collector.patterns);
  }

  /** The parser recurses for each group. */
  private static void checkDepth(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      Require.that(
          depth <= MAX_DEPTH,
          "query syntax: groups nested over %d deep at column %d",
          MAX_DEPTH,
          i + 1);
    }
  }

  /** One line from Lucene's several, with the column counted from 1. */
  private static String detail(ParseException e) {
    if (e.getCause() instanceof ParseException cause) {
      if (cause.currentToken == null) {
        return String.valueOf(cause.getMessage());
      }
      Token unexpected = cause.currentToken.next;
      String what = unexpected.kind == EOF ? "end" : "'" + unexpected.image + "'";
      return "unexpected " + what + " at column " + (unexpected.beginColumn + 1);
    }
    String message = String.valueOf(e.getMessage());
    var column = COLUMN.matcher(message);
    if (column.find()) {
      return "not a valid token at column " + column.group(1);
    }
    return message.lines().findFirst().orElse("not valid");
  }

  private static InvalidRequestException invalid(String detail, String text) {
    return new InvalidRequestException(
        "query syntax: " + shown(detail) + " in '" + shown(text) + "'");
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= SHOWN
        ? line
        : line.substring(0, Graphemes.lastBorder(line, 0, SHOWN)) + "...";
  }

  private static void checkField(String field) throws ParseException {
    if (!Fields.TEXT.equals(field)) {
      throw new ParseException(
          "unknown field '" + field + "', only the text can be searched; write \\: for a colon");
    }
  }

  @Override
  protected @Nullable Query getFieldQuery(String field, String text, boolean quoted)
      throws ParseException {
    checkField(field);
    budget.clause(column());
    return quoted ? phrase(words(text), 0) : anyOf(words(text));
  }

  @Override
  protected @Nullable Query getFieldQuery(String field, String text, int slop)
      throws ParseException {
    checkField(field);
    budget.clause(column());
    var words = words(text);
    if (slop > 0) {
      budget.sloppyPhrase(words.size(), column());
    }
    return phrase(words, slop);
  }

  private List<QueryWord> words(String text) {
    var words = analysis.words(text);
    if (!keepsStopWords) {
      words.removeIf(QueryWord::stop);
    }
    return words;
  }

  /**
   * A word in all its forms. What was written as one word is found as a whole, or by its parts: one
   * after the other where underscores, colons or points glue them, else any.
   */
  private @Nullable Query anyOf(List<QueryWord> words) {
    var clauses = new ArrayList<BooleanClause>();
    var parts = new ArrayList<QueryWord>();
    for (QueryWord word : words) {
      if (word.isPart() && !word.isWhole()) {
        parts.add(word);
      } else {
        var clause = new WordQuery(word.forms(), word.weight());
        clauses.add(new BooleanClause(clause, Occur.SHOULD));
      }
    }
    Query phrase = phrase(parts, 0);
    if (phrase != null) {
      clauses.add(new BooleanClause(phrase, Occur.SHOULD));
    }
    if (clauses.size() <= 1) {
      return clauses.isEmpty() ? null : clauses.getFirst().query();
    }
    var any = new BooleanQuery.Builder();
    clauses.forEach(any::add);
    return any.build();
  }

  /**
   * Of the parts of what was written as one word, but for words with signs of their own, such as
   * C++, which stand for themselves.
   */
  private static @Nullable Query phrase(List<QueryWord> words, int slop) {
    var slots = new TreeMap<Integer, WordForms>();
    for (QueryWord word : words) {
      int position = word.token().position();
      if (word.isWhole()) {
        if (word.token().is(FormsFilter.SIMPLE)) {
          slots.put(position, word.forms());
        }
      } else if (!word.isHump()) {
        slots.putIfAbsent(position, word.forms());
      }
    }
    if (slots.isEmpty()) {
      return null;
    }
    if (slots.size() == 1) {
      return new WordQuery(slots.firstEntry().getValue(), 1);
    }
    int first = slots.firstKey();
    return new WordPhraseQuery(
        slots.entrySet().stream()
            .map(slot -> new WordPhraseQuery.Slot(slot.getValue(), slot.getKey() - first))
            .toList(),
        slop);
  }

  @Override
  protected Query getPrefixQuery(String field, String text) throws ParseException {
    checkField(field);
    return super.getPrefixQuery(field, text);
  }

  @Override
  protected Query newPrefixQuery(Term prefix) {
    // The parser turns an escaped asterisk in a prefix into a plain one.
    return budget.pattern(QueryParserBase.escape(prefix.text()) + "*", column());
  }

  @Override
  protected Query getWildcardQuery(String field, String text) throws ParseException {
    checkField(field);
    if (text.startsWith("*") || text.startsWith("?")) {
      throw new ParseException("a word must not begin with a wildcard: '" + text + "'");
    }
    return super.getWildcardQuery(field, text);
  }

  @Override
  protected Query newWildcardQuery(Term pattern) {
    return budget.pattern(pattern.text(), column());
  }

  /** Of the term that is being parsed, counted from 1. */
  private int column() {
    return token.beginColumn + 1;
  }

  @Override
  protected Query getFuzzyQuery(String field, String text, float similarity) throws ParseException {
    checkField(field);
    return super.getFuzzyQuery(field, text, similarity);
  }

  @Override
  protected Query newFuzzyQuery(Term term, float similarity, int prefix) {
    budget.fuzzy(term.text(), column());
    int edits =
        FuzzyQuery.floatToEdits(similarity, term.text().codePointCount(0, term.text().length()));
    return fuzzy(term, edits, prefix, Long.MAX_VALUE);
  }

  private static FuzzyQuery fuzzy(Term term, int edits, int prefix, long deadlineNanos) {
    var expansion = new FuzzyRewrite(deadlineNanos);
    return new FuzzyQuery(term, edits, prefix, FuzzyRewrite.MAX_EXPANSIONS, true, expansion);
  }

  /** The same query, whose patterns are expanded until a deadline. */
  static Query until(Query query, long deadlineNanos) {
    return switch (query) {
      case PatternQuery pattern -> pattern.until(deadlineNanos);
      case FuzzyQuery fuzzy ->
          fuzzy(fuzzy.getTerm(), fuzzy.getMaxEdits(), fuzzy.getPrefixLength(), deadlineNanos);
      case BoostQuery boost ->
          new BoostQuery(until(boost.getQuery(), deadlineNanos), boost.getBoost());
      case BooleanQuery all -> {
        var same = new BooleanQuery.Builder();
        same.setMinimumNumberShouldMatch(all.getMinimumNumberShouldMatch());
        for (BooleanClause clause : all) {
          same.add(until(clause.query(), deadlineNanos), clause.occur());
        }
        yield same.build();
      }
      default -> query;
    };
  }

  @Override
  protected Query getRangeQuery(
      String field, String from, String to, boolean includesFrom, boolean includesTo)
      throws ParseException {
    throw new ParseException("ranges of words are not supported");
  }

  @Override
  protected Query getRegexpQuery(String field, String text) throws ParseException {
    throw new ParseException("regular expressions are not supported");
  }

  /** A fuzzy term becomes several; prefixes and wildcards go through many. */
  private static int mostTerms(Query pattern) {
    return pattern instanceof FuzzyQuery
        ? FuzzyRewrite.MAX_EXPANSIONS
        : MAX_TERMS / PatternBudget.MAX_PATTERNS;
  }

  /** Gathers what the query looks for and checks boosts. */
  private static final class Collector extends QueryVisitor {
    private final Set<BytesRef> exact = new LinkedHashSet<>();
    private final Set<BytesRef> all = new HashSet<>();
    private final List<ByteRunAutomaton> patterns = new ArrayList<>();
    private int terms;

    @Override
    public void consumeTerms(Query query, Term... found) {
      terms += found.length;
      for (Term term : found) {
        exact.add(term.bytes());
      }
      switch (query) {
        case WordQuery word -> all.addAll(word.forms().terms());
        case WordPhraseQuery phrase ->
            phrase.slots().forEach(slot -> all.addAll(slot.forms().terms()));
        default -> all.addAll(exact);
      }
    }

    @Override
    public void consumeTermsMatching(
        Query query, String field, Supplier<ByteRunAutomaton> automaton) {
      terms += mostTerms(query);
      patterns.add(automaton.get());
    }

    @Override
    public QueryVisitor getSubVisitor(Occur occur, Query parent) {
      if (parent instanceof BoostQuery boost) {
        Require.that(
            boost.getBoost() <= MAX_BOOST,
            "query syntax: a boost of %s is over %s",
            boost.getBoost(),
            MAX_BOOST);
      }
      // What must not occur counts, but is nothing to highlight.
      return occur == Occur.MUST_NOT ? new Excluded(this) : this;
    }
  }

  /** Counts only. */
  private static final class Excluded extends QueryVisitor {
    private final Collector counter;

    Excluded(Collector counter) {
      this.counter = counter;
    }

    @Override
    public void consumeTerms(Query query, Term... found) {
      counter.terms += found.length;
    }

    @Override
    public void consumeTermsMatching(
        Query query, String field, Supplier<ByteRunAutomaton> automaton) {
      counter.terms += mostTerms(query);
    }

    @Override
    public QueryVisitor getSubVisitor(Occur occur, Query parent) {
      return this;
    }
  }
}
