package dev.mneme.filter;

import dev.mneme.filter.Filter.Comparison;
import dev.mneme.filter.Token.Kind;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads one condition: a key and what it has to satisfy. */
final class PredicateParser {
  private static final Set<Keyword> WORD_OPERATORS =
      Set.of(
          Keyword.IN,
          Keyword.CONTAINS,
          Keyword.PREFIX,
          Keyword.SUBSTRING,
          Keyword.STARTS,
          Keyword.BETWEEN);
  private static final String ORDERED =
      "expected a number, a string or a time; TRUE and FALSE have no order";

  private final TokenCursor cursor;
  private final LiteralParser literals;
  private final Limits limits;
  private int nodes;
  private int values;

  /**
   * @param limits of conditions and values of IN, above which the text is refused early, so that a
   *     huge one costs nothing
   */
  PredicateParser(TokenCursor cursor, Limits limits) {
    this.cursor = cursor;
    this.literals = new LiteralParser(cursor);
    this.limits = limits;
  }

  Filter predicate() {
    countNode();
    String key = key();
    return switch (cursor.current().kind()) {
      case EQUAL -> {
        cursor.take();
        yield new Filter.Equal(key, literals.literal());
      }
      case NOT_EQUAL -> {
        cursor.take();
        yield hasButNot(key, new Filter.Equal(key, literals.literal()));
      }
      case LESS -> compare(key, Comparison.LESS);
      case LESS_OR_EQUAL -> compare(key, Comparison.LESS_OR_EQUAL);
      case GREATER -> compare(key, Comparison.GREATER);
      case GREATER_OR_EQUAL -> compare(key, Comparison.GREATER_OR_EQUAL);
      case WORD -> wordOperator(key);
      case QUOTED_KEY, STRING, NUMBER, OPEN, CLOSE, COMMA, STAR, END -> isTrue(key);
    };
  }

  private String key() {
    var token = cursor.current();
    boolean isKey =
        (token.kind() == Kind.QUOTED_KEY && !token.text().isEmpty())
            || (token.kind() == Kind.WORD && !Keyword.isReserved(token.text()));
    if (!isKey) {
      throw cursor.expected(
          "a key, NOT or '('",
          token.kind() == Kind.STRING ? "; keys have double quotes or none" : "");
    }
    return cursor.take().text();
  }

  /**
   * What the negated operators mean: the attribute is there, and none of its elements satisfies the
   * leaf.
   */
  private static Filter hasButNot(String key, Filter leaf) {
    return Filter.and(new Filter.Exists(key), new Filter.Not(leaf));
  }

  /** A bare key; what follows it is the business of the caller. */
  private static Filter isTrue(String key) {
    return new Filter.Equal(key, new BooleanValue(true));
  }

  private Filter wordOperator(String key) {
    if (cursor.takeIf(Keyword.NOT)) {
      if (cursor.takeIf(Keyword.EXISTS)) {
        return new Filter.Not(new Filter.Exists(key));
      }
      return hasButNot(key, positive(key));
    }
    if (cursor.takeIf(Keyword.EXISTS)) {
      return new Filter.Exists(key);
    }
    if (cursor.takeIf(Keyword.IS)) {
      boolean exists = cursor.takeIf(Keyword.NOT);
      cursor.expect(Keyword.NULL);
      return exists ? new Filter.Exists(key) : new Filter.Not(new Filter.Exists(key));
    }
    boolean operator = cursor.current().keyword().filter(WORD_OPERATORS::contains).isPresent();
    return operator ? positive(key) : isTrue(key);
  }

  /** The operators that are words and may have a NOT before them. */
  private Filter positive(String key) {
    if (cursor.takeIf(Keyword.IN)) {
      return new Filter.In(key, values());
    }
    if (cursor.takeIf(Keyword.CONTAINS)) {
      return new Filter.Equal(key, literals.literal());
    }
    if (cursor.takeIf(Keyword.PREFIX)) {
      return new Filter.Prefix(key, literals.string());
    }
    if (cursor.takeIf(Keyword.SUBSTRING)) {
      return new Filter.Substring(key, literals.string());
    }
    if (cursor.takeIf(Keyword.STARTS)) {
      cursor.expect(Keyword.WITH);
      return new Filter.Prefix(key, literals.string());
    }
    if (cursor.takeIf(Keyword.BETWEEN)) {
      return between(key);
    }
    throw cursor.expected("IN, CONTAINS, PREFIX, SUBSTRING, STARTS WITH, BETWEEN or EXISTS");
  }

  private Filter compare(String key, Comparison comparison) {
    cursor.take();
    return new Filter.Compare(key, comparison, orderedLiteral());
  }

  private Filter between(String key) {
    var low = orderedLiteral();
    cursor.expect(Keyword.AND);
    var token = cursor.current();
    var high = orderedLiteral();
    if (!Scalars.sameType(low, high)) {
      throw cursor.error(token, "expected a value of the same type as the lower end of BETWEEN");
    }
    return new Filter.Between(key, low, high);
  }

  private Scalar orderedLiteral() {
    var token = cursor.current();
    var literal = literals.literal();
    if (!Scalars.type(literal).isOrdered()) {
      throw cursor.error(token, ORDERED);
    }
    return literal;
  }

  private List<Scalar> values() {
    cursor.expect(Kind.OPEN, "'(' before the values of IN");
    var read = new ArrayList<Scalar>();
    if (cursor.takeIf(Kind.CLOSE)) {
      return read;
    }
    do {
      countValue();
      read.add(literals.literal());
    } while (cursor.takeIf(Kind.COMMA));
    cursor.expect(Kind.CLOSE, "',' or ')' after a value of IN");
    return read;
  }

  private void countValue() {
    if (++values > limits.maxFilterValues()) {
      throw cursor.error(
          cursor.current(), "more than " + limits.maxFilterValues() + " values in IN");
    }
  }

  /** Counts a leaf of the tree, which this parser or its caller reads. */
  void countNode() {
    if (++nodes > limits.maxFilterNodes()) {
      throw cursor.error(cursor.current(), "more than " + limits.maxFilterNodes() + " conditions");
    }
  }
}
