package dev.mneme.langchain4j;

import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import dev.mneme.search.adapter.FrameworkErrors;
import dev.mneme.filter.Filter;
import dev.mneme.filter.Filter.Comparison;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.search.adapter.JavaValues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * LangChain4j's filters as Mneme's. As there, a missing key satisfies IsNotEqualTo and IsNotIn, and
 * no other comparison. Where LangChain4j throws because a value and what it is compared with are of
 * different types, Mneme finds them unequal and without order. What cannot be said exactly is
 * refused: the order of UUIDs, and filters of other libraries. Stateless.
 */
final class LangChain4jFilters {
  private LangChain4jFilters() {}

  /**
   * Linear in the nodes; chains of And and of Or become one level.
   *
   * @throws InvalidRequestException naming the filter that has no counterpart
   */
  static Filter translate(dev.langchain4j.store.embedding.filter.Filter filter) {
    return translate(filter, 1);
  }

  private static Filter translate(dev.langchain4j.store.embedding.filter.Filter filter, int depth) {
    FrameworkErrors.requireDepth(depth);
    return switch (filter) {
      case And chain ->
          new Filter.And(
              operands(
                  chain,
                  depth,
                  next -> next instanceof And and ? List.of(and.left(), and.right()) : List.of()));
      case Or chain ->
          new Filter.Or(
              operands(
                  chain,
                  depth,
                  next -> next instanceof Or or ? List.of(or.left(), or.right()) : List.of()));
      case Not not -> Filter.not(translate(not.expression(), depth + 1));
      case IsEqualTo is -> equal(is.key(), is.comparisonValue());
      case IsNotEqualTo is -> Filter.not(equal(is.key(), is.comparisonValue()));
      case IsIn is -> in(is.key(), is.comparisonValues());
      case IsNotIn is -> Filter.not(in(is.key(), is.comparisonValues()));
      case IsGreaterThan is -> compare(is.key(), Comparison.GREATER, is.comparisonValue());
      case IsGreaterThanOrEqualTo is ->
          compare(is.key(), Comparison.GREATER_OR_EQUAL, is.comparisonValue());
      case IsLessThan is -> compare(is.key(), Comparison.LESS, is.comparisonValue());
      case IsLessThanOrEqualTo is ->
          compare(is.key(), Comparison.LESS_OR_EQUAL, is.comparisonValue());
      case ContainsString contains -> Filter.substring(contains.key(), contains.comparisonValue());
      default ->
          throw new InvalidRequestException(
              "the LangChain4j filter %s has no counterpart: %s"
                  .formatted(filter.getClass().getSimpleName(), filter));
    };
  }

  /**
   * The operands of a chain of one connective, which is walked without recursion: a builder makes
   * it as deep as it is long.
   *
   * @param parts both sides of that connective, nothing of any other filter
   */
  private static List<Filter> operands(
      dev.langchain4j.store.embedding.filter.Filter root,
      int depth,
      Function<
              dev.langchain4j.store.embedding.filter.Filter,
              List<dev.langchain4j.store.embedding.filter.Filter>>
          parts) {
    var operands = new ArrayList<Filter>();
    var open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      var next = open.pop();
      var sides = parts.apply(next);
      if (sides.isEmpty()) {
        operands.add(translate(next, depth + 1));
      } else {
        sides.reversed().forEach(open::push);
      }
    }
    return operands;
  }

  private static Filter equal(String key, Object value) {
    return Filter.eq(key, JavaValues.scalar(key, value));
  }

  private static Filter in(String key, Collection<?> values) {
    return new Filter.In(
        key, values.stream().<Scalar>map(value -> JavaValues.scalar(key, value)).toList());
  }

  private static Filter compare(String key, Comparison comparison, Object value) {
    if (value instanceof UUID) {
      throw new InvalidRequestException(
          "'%s' is compared with UUID %s, but UUIDs have no order".formatted(key, value));
    }
    return Filter.compare(key, comparison, JavaValues.scalar(key, value));
  }
}
