package dev.mneme.filter;

import dev.mneme.filter.Token.Kind;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text grammar of filters, which the package documentation defines, by recursive descent
 * in linear time. Nesting is counted while it is read, so that no text can exhaust the stack.
 */
final class FilterParser {
  private static final String AFTER_CONDITION = "an operator, AND, OR or the end";

  private final TokenCursor cursor;
  private final PredicateParser predicates;
  private final int maxNesting;
  private int nesting;

  private FilterParser(String text, Limits limits) {
    this.cursor = new TokenCursor(text);
    this.predicates = new PredicateParser(cursor, limits);
    this.maxNesting = limits.maxFilterDepth();
  }

  /**
   * Reads a whole text.
   *
   * @throws InvalidRequestException with the column, or if the filter is beyond the limits
   */
  static Filter parse(String text, Limits limits) {
    var parser = new FilterParser(text, limits);
    var filter = parser.disjunction();
    parser.cursor.expect(Kind.END, AFTER_CONDITION);
    FilterLimits.check(filter, limits);
    return filter;
  }

  private Filter disjunction() {
    var first = conjunction();
    if (!cursor.current().is(Keyword.OR)) {
      return first;
    }
    var operands = new ArrayList<>(List.of(first));
    while (cursor.takeIf(Keyword.OR)) {
      operands.add(conjunction());
    }
    return new Filter.Or(operands);
  }

  private Filter conjunction() {
    var first = unary();
    if (!cursor.current().is(Keyword.AND)) {
      return first;
    }
    var operands = new ArrayList<>(List.of(first));
    while (cursor.takeIf(Keyword.AND)) {
      operands.add(unary());
    }
    return new Filter.And(operands);
  }

  private Filter unary() {
    if (cursor.current().is(Keyword.NOT)) {
      enter();
      var negated = new Filter.Not(unary());
      nesting--;
      return negated;
    }
    if (cursor.current().kind() == Kind.OPEN) {
      enter();
      var inner = disjunction();
      leave(AFTER_CONDITION.replace("the end", "')'"));
      return inner;
    }
    if (cursor.takeIf(Kind.STAR)) {
      predicates.countNode();
      return new Filter.All();
    }
    if (cursor.takeIf(Keyword.AND)) {
      return new Filter.And(group());
    }
    if (cursor.takeIf(Keyword.OR)) {
      return new Filter.Or(group());
    }
    return predicates.predicate();
  }

  private List<Filter> group() {
    if (cursor.current().kind() != Kind.OPEN) {
      throw cursor.expected("a condition before AND or OR, or '(' after it");
    }
    enter();
    predicates.countNode();
    var operands = new ArrayList<Filter>();
    if (cursor.current().kind() != Kind.CLOSE) {
      do {
        operands.add(disjunction());
      } while (cursor.takeIf(Kind.COMMA));
    }
    leave("an operator, AND, OR, ',' or ')'");
    return operands;
  }

  /** Steps over the token that nests, NOT or an opening parenthesis. */
  private void enter() {
    var token = cursor.take();
    if (++nesting > maxNesting) {
      throw cursor.error(token, "nested more than " + maxNesting + " levels deep");
    }
  }

  private void leave(String expected) {
    cursor.expect(Kind.CLOSE, expected);
    nesting--;
  }
}
