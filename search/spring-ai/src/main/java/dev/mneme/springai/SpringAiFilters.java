package dev.mneme.springai;

import dev.mneme.memory.Limits;
import dev.mneme.search.adapter.FrameworkErrors;
import dev.mneme.filter.Filter;
import dev.mneme.filter.Filter.Comparison;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.search.adapter.JavaValues;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.filter.Filter.Expression;
import org.springframework.ai.vectorstore.filter.Filter.ExpressionType;
import org.springframework.ai.vectorstore.filter.Filter.Group;
import org.springframework.ai.vectorstore.filter.Filter.Operand;
import org.springframework.ai.vectorstore.filter.Filter.Value;

/**
 * Spring AI's filter expressions as Mneme's. NE, NIN and NOT are plain negations, so a missing key
 * satisfies them, as in Spring's own {@code SimpleVectorStore}; it satisfies neither LT nor LTE,
 * where that one puts it below every value. Values of different types are unequal and without
 * order. Spring's text form of expressions has no dates, and its stores write dates as strings: so
 * a date, or a string in the form of an instant, is compared both with instants and with strings.
 * Stateless.
 */
final class SpringAiFilters {
  /** How Spring AI's converters write a date. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SpringAiFilters() {}

  /**
   * Linear in the nodes; chains of AND and of OR become one level.
   *
   * @throws InvalidRequestException naming the part that is incomplete or has no counterpart
   */
  static Filter translate(Expression expression) {
    return translate(expression, 1);
  }

  private static Filter translate(Operand operand, int depth) {
    FrameworkErrors.requireDepth(depth);
    return switch (operand) {
      case Group(var content) -> translate(content, depth + 1);
      case Expression expression -> translateExpression(expression, depth);
      default ->
          throw new InvalidRequestException("'" + operand + "' stands where a condition should");
    };
  }

  private static Filter translateExpression(Expression expression, int depth) {
    return switch (expression.type()) {
      case AND -> new Filter.And(operands(expression, depth));
      case OR -> new Filter.Or(operands(expression, depth));
      case NOT -> Filter.not(translate(expression.left(), depth + 1));
      case EQ -> equal(expression);
      case NE -> Filter.not(equal(expression));
      case IN -> in(expression);
      case NIN -> Filter.not(in(expression));
      case GT -> compare(expression, Comparison.GREATER);
      case GTE -> compare(expression, Comparison.GREATER_OR_EQUAL);
      case LT -> compare(expression, Comparison.LESS);
      case LTE -> compare(expression, Comparison.LESS_OR_EQUAL);
      case ISNULL -> Filter.not(Filter.exists(key(expression)));
      case ISNOTNULL -> Filter.exists(key(expression));
    };
  }

  /** The chain is walked without recursion: a builder makes it as deep as it is long. */
  private static List<Filter> operands(Expression root, int depth) {
    var operands = new ArrayList<Filter>();
    var open = new ArrayDeque<Operand>(List.of(root));
    while (!open.isEmpty()) {
      var next = open.pop();
      if (next instanceof Expression(ExpressionType type, Operand left, _) && type == root.type()) {
        open.push(right((Expression) next));
        open.push(left);
      } else {
        operands.add(translate(next, depth + 1));
      }
    }
    return operands;
  }

  private static Filter equal(Expression expression) {
    var key = key(expression);
    return anyOf(scalars(key, value(expression)), scalar -> Filter.eq(key, scalar));
  }

  private static Filter compare(Expression expression, Comparison comparison) {
    var key = key(expression);
    return anyOf(
        scalars(key, value(expression)), scalar -> Filter.compare(key, comparison, scalar));
  }

  private static Filter in(Expression expression) {
    var key = key(expression);
    if (!(value(expression) instanceof List<?> values)) {
      throw new InvalidRequestException(
          "%s for '%s' needs a list of values".formatted(expression.type(), key));
    }
    return new Filter.In(
        key, values.stream().flatMap(value -> scalars(key, value).stream()).toList());
  }

  private static Filter anyOf(List<Scalar> scalars, Function<Scalar, Filter> leaf) {
    return scalars.size() == 1
        ? leaf.apply(scalars.getFirst())
        : new Filter.Or(scalars.stream().map(leaf).toList());
  }

  /** The value, and its other form where it is an instant. */
  private static List<Scalar> scalars(String key, Object value) {
    var scalar = JavaValues.scalar(key, value);
    Optional<? extends Scalar> other =
        switch (scalar) {
          case InstantValue(var instant) -> Optional.of(new StringValue(DATE.format(instant)));
          case StringValue(var string) -> instant(string).map(InstantValue::new);
          case BooleanValue _, LongValue _, DoubleValue _ -> Optional.empty();
        };
    return Stream.concat(Stream.of(scalar), other.stream()).toList();
  }

  private static Optional<Instant> instant(String string) {
    if (!string.endsWith("Z")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(string)).filter(Limits::isInRange);
    } catch (DateTimeParseException notAnInstant) {
      return Optional.empty();
    }
  }

  /** Spring's text form keeps the quotes of a quoted key. */
  private static String key(Expression expression) {
    if (!(expression.left()
        instanceof org.springframework.ai.vectorstore.filter.Filter.Key(var key))) {
      throw new InvalidRequestException("'" + expression.left() + "' stands where a key should");
    }
    boolean quoted = key.length() >= 2 && (isWithin(key, "\"") || isWithin(key, "'"));
    return quoted ? key.substring(1, key.length() - 1) : key;
  }

  private static boolean isWithin(String key, String quote) {
    return key.startsWith(quote) && key.endsWith(quote);
  }

  private static Object value(Expression expression) {
    Object value = right(expression) instanceof Value(var content) ? content : null;
    if (value == null) {
      throw new InvalidRequestException("%s lacks a value".formatted(expression));
    }
    return value;
  }

  private static Operand right(Expression expression) {
    @Nullable Operand right = expression.right();
    if (right == null) {
      throw new InvalidRequestException("%s lacks its right side".formatted(expression));
    }
    return right;
  }
}
