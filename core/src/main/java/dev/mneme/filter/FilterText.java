package dev.mneme.filter;

import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.util.List;

/**
 * Writes a filter in the text grammar, so that {@link Filter#parse} makes an equal tree of it
 * again. Linear in the size of the filter. Stateless.
 */
public final class FilterText {
  private final StringBuilder out = new StringBuilder();

  private FilterText() {}

  public static String render(Filter filter) {
    var text = new FilterText();
    text.write(filter);
    return text.out.toString();
  }

  private void write(Filter filter) {
    switch (filter) {
      case Filter.All() -> out.append('*');
      case Filter.And(var operands) -> writeGroup("AND", operands);
      case Filter.Or(var operands) -> writeGroup("OR", operands);
      case Filter.Not(var operand) -> {
        out.append("NOT ");
        writeOperand(operand);
      }
      case Filter.Equal(var key, var value) -> writeLeaf(key, "= ", value);
      case Filter.In(var key, var values) -> writeIn(key, values);
      case Filter.Compare(var key, var comparison, var value) ->
          writeLeaf(key, symbol(comparison), value);
      case Filter.Between(var key, var low, var high) -> {
        writeLeaf(key, "BETWEEN ", low);
        out.append(" AND ");
        writeScalar(high);
      }
      case Filter.Prefix(var key, var prefix) -> writeLeaf(key, "PREFIX ", new StringValue(prefix));
      case Filter.Substring(var key, var part) ->
          writeLeaf(key, "SUBSTRING ", new StringValue(part));
      case Filter.Exists(var key) -> {
        writeKey(key);
        out.append(" EXISTS");
      }
    }
  }

  /**
   * Infix from two operands on; {@code AND(x)} and {@code OR()} for the groups that infix cannot
   * express.
   */
  private void writeGroup(String word, List<Filter> operands) {
    if (operands.size() >= 2) {
      String separator = "";
      for (var operand : operands) {
        out.append(separator);
        writeOperand(operand);
        separator = " " + word + " ";
      }
      return;
    }
    out.append(word).append('(');
    operands.forEach(this::write);
    out.append(')');
  }

  private void writeOperand(Filter operand) {
    boolean infix =
        (operand instanceof Filter.And(var and) && and.size() >= 2)
            || (operand instanceof Filter.Or(var or) && or.size() >= 2);
    if (!infix) {
      write(operand);
      return;
    }
    out.append('(');
    write(operand);
    out.append(')');
  }

  private void writeLeaf(String key, String operator, Scalar value) {
    writeKey(key);
    out.append(' ').append(operator);
    writeScalar(value);
  }

  private void writeIn(String key, List<Scalar> values) {
    writeKey(key);
    out.append(" IN (");
    String separator = "";
    for (var value : values) {
      out.append(separator);
      writeScalar(value);
      separator = ", ";
    }
    out.append(')');
  }

  private void writeKey(String key) {
    if (FilterLexer.isWord(key) && !Keyword.isReserved(key)) {
      out.append(key);
    } else {
      writeQuoted('"', key);
    }
  }

  private void writeScalar(Scalar scalar) {
    switch (scalar) {
      case StringValue(var value) -> writeQuoted('\'', value);
      case BooleanValue(var value) -> out.append(value ? "TRUE" : "FALSE");
      case LongValue(var value) -> out.append(value);
      case DoubleValue(var value) -> out.append(value);
      case InstantValue(var value) -> {
        out.append("TIME ");
        writeQuoted('\'', value.toString());
      }
    }
  }

  private void writeQuoted(char quote, String value) {
    out.append(quote);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      out.append(c);
      if (c == quote) {
        out.append(c);
      }
    }
    out.append(quote);
  }

  private static String symbol(Filter.Comparison comparison) {
    return switch (comparison) {
      case LESS -> "< ";
      case LESS_OR_EQUAL -> "<= ";
      case GREATER -> "> ";
      case GREATER_OR_EQUAL -> ">= ";
    };
  }
}
