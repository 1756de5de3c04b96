package dev.mneme.index.text;

import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.text.Graphemes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.queryparser.classic.Token;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/**
 * Lucene's classic syntax, bounded: words, "phrases" with slop, fuzzy~, prefix*, wild?cards, AND OR
 * NOT + -, groups, boosts. No other field than the text, no ranges, no regular expressions, no
 * leading wildcard. Prefixes and wildcards match the folded words as they are in the index
 * (stemmed, for English) and score a constant. Make one for each parse.
 */
final class SyntaxParser extends QueryParser {
  static final int MAX_TERMS = 1_024;
  private static final int MAX_DEPTH = 64;
  private static final int SHOWN = 100;
  private static final float MAX_BOOST = 1_000;
  private static final Pattern COLUMN = Pattern.compile("column (\\d+)");

  private SyntaxParser(Analyzer analyzer) {
    super(Fields.TEXT, analyzer);
    setAllowLeadingWildcard(false);
  }

  /**
   * @throws InvalidRequest with the column where the text breaks the syntax, or naming the bound
   *     that it exceeds
   */
  static SyntaxQuery parse(Analyzer analyzer, String text) {
    checkDepth(text);
    if (text.isBlank()) {
      return new SyntaxQuery(new MatchNoDocsQuery("empty"), Set.of(), List.of());
    }
    Query query;
    try {
      query = new SyntaxParser(analyzer).parse(text);
    } catch (ParseException e) {
      throw invalid(detail(e), text);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()), text);
    }
    var collector = new Collector();
    query.visit(collector);
    InvalidRequest.require(
        collector.terms <= MAX_TERMS,
        "query syntax: %d terms, at most %d are allowed (a fuzzy term counts as 50)",
        collector.terms,
        MAX_TERMS);
    return new SyntaxQuery(query, collector.exact, collector.patterns);
  }

  /** The parser recurses for each group. */
  private static void checkDepth(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      InvalidRequest.require(
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

  private static InvalidRequest invalid(String detail, String text) {
    return new InvalidRequest("query syntax: " + shown(detail) + " in '" + shown(text) + "'");
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
  protected Query getFieldQuery(String field, String text, boolean quoted) throws ParseException {
    checkField(field);
    return super.getFieldQuery(field, text, quoted);
  }

  @Override
  protected Query getFieldQuery(String field, String text, int slop) throws ParseException {
    checkField(field);
    return super.getFieldQuery(field, text, slop);
  }

  @Override
  protected Query getPrefixQuery(String field, String text) throws ParseException {
    checkField(field);
    return super.getPrefixQuery(field, text);
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
  protected Query getFuzzyQuery(String field, String text, float similarity) throws ParseException {
    checkField(field);
    return super.getFuzzyQuery(field, text, similarity);
  }

  @Override
  protected Query newFuzzyQuery(Term term, float similarity, int prefix) {
    int edits =
        FuzzyQuery.floatToEdits(similarity, term.text().codePointCount(0, term.text().length()));
    return new FuzzyQuery(
        term, edits, prefix, FuzzyRewrite.MAX_EXPANSIONS, true, new FuzzyRewrite());
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

  /** A fuzzy term becomes several; prefixes and wildcards stay one clause. */
  private static int mostTerms(Query pattern) {
    return pattern instanceof FuzzyQuery ? FuzzyRewrite.MAX_EXPANSIONS : 1;
  }

  /** Gathers what the query looks for and checks boosts. */
  private static final class Collector extends QueryVisitor {
    private final Set<BytesRef> exact = new LinkedHashSet<>();
    private final List<ByteRunAutomaton> patterns = new ArrayList<>();
    private int terms;

    @Override
    public void consumeTerms(Query query, Term... all) {
      terms += all.length;
      for (Term term : all) {
        exact.add(term.bytes());
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
        InvalidRequest.require(
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
    public void consumeTerms(Query query, Term... all) {
      counter.terms += all.length;
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
