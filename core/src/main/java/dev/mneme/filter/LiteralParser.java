package dev.mneme.filter;

import dev.mneme.filter.Token.Kind;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import dev.mneme.core.time.TimeParser;
import java.time.Instant;
import java.util.regex.Pattern;

/** Reads the values of the filter grammar. */
final class LiteralParser {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
  private static final String A_VALUE =
      "a value ('text', a number, TRUE, FALSE or TIME '2023-05-07T13:56:00Z')";
  private static final String A_TIME =
      "a time ('2023-05-07T13:56:00Z', '2023-05-07' or epoch milliseconds)";

  private final TokenCursor cursor;

  LiteralParser(TokenCursor cursor) {
    this.cursor = cursor;
  }

  Scalar literal() {
    var token = cursor.current();
    if (token.kind() == Kind.STRING) {
      return new StringValue(cursor.take().text());
    }
    if (token.kind() == Kind.NUMBER) {
      return number(cursor.take());
    }
    if (cursor.takeIf(Keyword.TRUE)) {
      return new BooleanValue(true);
    }
    if (cursor.takeIf(Keyword.FALSE)) {
      return new BooleanValue(false);
    }
    if (cursor.takeIf(Keyword.TIME)) {
      return time();
    }
    boolean looksLikeString = token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_KEY;
    throw cursor.expected(
        A_VALUE,
        looksLikeString
            ? "; a string is written '" + FilterSyntax.shorten(token.text()) + "'"
            : "");
  }

  String string() {
    if (cursor.current().kind() != Kind.STRING) {
      throw cursor.expected("a string ('text')");
    }
    return cursor.take().text();
  }

  private Scalar number(Token token) {
    String text = token.text();
    if (INTEGER.matcher(text).matches()) {
      return new LongValue(integer(token));
    }
    if (!DECIMAL.matcher(text).matches()) {
      String hint = DATE.matcher(text).matches() ? "; a time is written TIME '2023-05-07'" : "";
      throw cursor.error(token, "malformed number " + token.describe() + hint);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) || (value == 0 && hasNonZeroDigit(text))) {
      throw cursor.error(
          token, "number " + token.describe() + " is out of the range of a 64-bit float");
    }
    return new DoubleValue(value);
  }

  private long integer(Token token) {
    try {
      return Long.parseLong(token.text());
    } catch (NumberFormatException e) {
      throw cursor.error(
          token,
          "number "
              + token.describe()
              + " is out of the range of a 64-bit integer; write it with a decimal point");
    }
  }

  private static boolean hasNonZeroDigit(String decimal) {
    for (int i = 0; i < decimal.length(); i++) {
      char c = decimal.charAt(i);
      if (c == 'e' || c == 'E') {
        break;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  private Scalar time() {
    var token = cursor.current();
    if (token.kind() != Kind.NUMBER && token.kind() != Kind.STRING) {
      throw cursor.expected(A_TIME);
    }
    var instant = instant(token);
    if (!Limits.isInRange(instant)) {
      throw cursor.error(token, "time " + token.describe() + " is outside the years -9999 to 9999");
    }
    cursor.take();
    return new InstantValue(instant);
  }

  private Instant instant(Token token) {
    try {
      return TimeParser.parse("TIME", token.text());
    } catch (InvalidRequestException e) {
      throw cursor.error(token, "expected a time, " + e.getMessage());
    }
  }
}
