package dev.mneme.search.langchain4j;

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
import dev.mneme.core.filter.Filter;
import dev.mneme.core.filter.Filter.Comparison;
import dev.mneme.core.model.AttributeValue.Scalar;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.Limits;
import dev.mneme.search.adapter.JavaValues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * LangChain4j's filters as Mneme's. As there, a missing key satisfies IsNotEqualTo and IsNotIn, and
 * no other comparison. Where LangChain4j throws because a value and what it is compared with are of
 * different types, Mneme finds them unequal and without order. What cannot be said exactly is
 * refused: ContainsString, the order of UUIDs, and filters of other libraries. Stateless.
 */
final class LangChain4jFilters {
  private LangChain4jFilters() {}

  /**
   * Linear in the nodes; chains of And and of Or become one level.
   *
   * @throws InvalidRequest naming the filter that has no counterpart
   */
  static Filter translate(dev.langchain4j.store.embedding.filter.Filter filter) {
    return translate(filter, 1);
  }

  private static Filter translate(dev.langchain4j.store.embedding.filter.Filter filter, int depth) {
    InvalidRequest.require(
        depth <= Limits.DEEPEST_FILTER,
        "a filter may be nested at most %d levels deep",
        Limits.DEEPEST_FILTER);
    return switch (filter) {
      case And and -> new Filter.And(conjuncts(and, depth));
      case Or or -> new Filter.Or(disjuncts(or, depth));
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
      default ->
          throw new InvalidRequest(
              "the LangChain4j filter %s has no counterpart: %s"
                  .formatted(filter.getClass().getSimpleName(), filter));
    };
  }

  /** The chain is walked without recursion: a builder makes it as deep as it is long. */
  private static List<Filter> conjuncts(And root, int depth) {
    var conjuncts = new ArrayList<Filter>();
    var open = new ArrayDeque<dev.langchain4j.store.embedding.filter.Filter>(List.of(root));
    while (!open.isEmpty()) {
      var next = open.pop();
      if (next instanceof And and) {
        open.push(and.right());
        open.push(and.left());
      } else {
        conjuncts.add(translate(next, depth + 1));
      }
    }
    return conjuncts;
  }

  private static List<Filter> disjuncts(Or root, int depth) {
    var disjuncts = new ArrayList<Filter>();
    var open = new ArrayDeque<dev.langchain4j.store.embedding.filter.Filter>(List.of(root));
    while (!open.isEmpty()) {
      var next = open.pop();
      if (next instanceof Or or) {
        open.push(or.right());
        open.push(or.left());
      } else {
        disjuncts.add(translate(next, depth + 1));
      }
    }
    return disjuncts;
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
      throw new InvalidRequest(
          "'%s' is compared with UUID %s, but UUIDs have no order".formatted(key, value));
    }
    return Filter.compare(key, comparison, JavaValues.scalar(key, value));
  }
}
