package dev.mneme.filter;

import static dev.mneme.filter.Filter.and;
import static dev.mneme.filter.Filter.between;
import static dev.mneme.filter.Filter.contains;
import static dev.mneme.filter.Filter.eq;
import static dev.mneme.filter.Filter.exists;
import static dev.mneme.filter.Filter.ge;
import static dev.mneme.filter.Filter.gt;
import static dev.mneme.filter.Filter.in;
import static dev.mneme.filter.Filter.le;
import static dev.mneme.filter.Filter.lt;
import static dev.mneme.filter.Filter.ne;
import static dev.mneme.filter.Filter.not;
import static dev.mneme.filter.Filter.or;
import static dev.mneme.filter.Filter.parse;
import static dev.mneme.filter.Filter.prefix;
import static dev.mneme.filter.Filter.substring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class FilterParserTest {

  @Test
  void parse_theExampleOfTheDocumentation() {
    assertThat(
            parse("speaker = 'Caroline' AND (turn >= 3 OR tags CONTAINS 'work') AND NOT archived"))
        .isEqualTo(
            and(
                eq("speaker", "Caroline"),
                or(ge("turn", 3), contains("tags", "work")),
                not(eq("archived", true))));
  }

  @Test
  void parse_everyOperator() {
    var time = Instant.parse("2023-05-07T13:56:00Z");
    var expected =
        Map.ofEntries(
            Map.entry("a = 1", eq("a", 1)),
            Map.entry("a == 1", eq("a", 1)),
            Map.entry("a != 1", ne("a", 1)),
            Map.entry("a <> 1", ne("a", 1)),
            Map.entry("a<1", lt("a", 1)),
            Map.entry("a<=1", le("a", 1)),
            Map.entry("a>1", gt("a", 1)),
            Map.entry("a>=1", ge("a", 1)),
            Map.entry("a in ('x','y')", in("a", "x", "y")),
            Map.entry("a IN ()", in("a", new Scalar[0])),
            Map.entry("a NOT IN (1, 2)", and(exists("a"), not(in("a", 1, 2)))),
            Map.entry("a Exists", exists("a")),
            Map.entry("a NOT EXISTS", not(exists("a"))),
            Map.entry("a IS NULL", not(exists("a"))),
            Map.entry("a is not null", exists("a")),
            Map.entry("a PREFIX 'x'", prefix("a", "x")),
            Map.entry("a SUBSTRING 'x'", substring("a", "x")),
            Map.entry("a NOT SUBSTRING 'x'", and(exists("a"), not(substring("a", "x")))),
            Map.entry("a STARTS WITH 'x'", prefix("a", "x")),
            Map.entry("a NOT PREFIX 'x'", and(exists("a"), not(prefix("a", "x")))),
            Map.entry(
                "a BETWEEN 1 AND 2.5",
                new Filter.Between("a", new LongValue(1), new DoubleValue(2.5))),
            Map.entry("a NOT BETWEEN 1 AND 2", and(exists("a"), not(between("a", 1, 2)))),
            Map.entry("a CONTAINS TRUE", contains("a", true)),
            Map.entry("a NOT CONTAINS 'x'", ne("a", "x")),
            Map.entry("a", eq("a", true)),
            Map.entry("not a", not(eq("a", true))),
            Map.entry("a = TIME '2023-05-07T13:56:00Z'", eq("a", time)),
            Map.entry("*", Filter.all()),
            Map.entry("AND()", and()),
            Map.entry("OR(a, b = 2)", or(eq("a", true), eq("b", 2))));
    expected.forEach((text, filter) -> assertThat(parse(text)).as(text).isEqualTo(filter));
  }

  @Test
  void parse_notBindsTighterThanAnd_andTighterThanOr() {
    assertThat(parse("a OR NOT b AND c"))
        .isEqualTo(or(eq("a", true), and(not(eq("b", true)), eq("c", true))));
    assertThat(parse("a BETWEEN 1 AND 2 AND b")).isEqualTo(and(between("a", 1, 2), eq("b", true)));
    assertThat(parse("a AND b AND c")).isEqualTo(and(eq("a", true), eq("b", true), eq("c", true)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "größe",
        "user.name",
        "x:y-z_1",
        "_",
        "日本語",
        "अंक",
        "in",
        "time",
        "prefix",
        "exists",
        "ın"
      })
  void parse_wordsAsKeys(String key) {
    assertThat(parse(key + " = 1")).isEqualTo(eq(key, 1));
    assertThat(parse("NOT " + key)).isEqualTo(not(eq(key, true)));
  }

  @Test
  void parse_quotedKeys() {
    assertThat(parse("\"and\" = 1")).isEqualTo(eq("and", 1));
    assertThat(parse("\"a \"\"b\"\"\" = 1")).isEqualTo(eq("a \"b\"", 1));
    assertThat(parse("`a``'b` = 1")).isEqualTo(eq("a`'b", 1));
  }

  @Test
  void parse_literals() {
    assertThat(parse("a = 'it''s'")).isEqualTo(eq("a", "it's"));
    assertThat(parse("a = ''")).isEqualTo(eq("a", ""));
    assertThat(parse("a = ''''")).isEqualTo(eq("a", "'"));
    assertThat(parse("a=-9223372036854775808")).isEqualTo(eq("a", Long.MIN_VALUE));
    assertThat(parse("a=+7")).isEqualTo(eq("a", 7));
    assertThat(parse("a=7.")).isEqualTo(eq("a", 7.0));
    assertThat(parse("a=-.5")).isEqualTo(eq("a", -0.5));
    assertThat(parse("a=1e3")).isEqualTo(eq("a", 1000.0));
    assertThat(parse("a=1.5E+3")).isEqualTo(eq("a", 1500.0));
    assertThat(parse("a=15e-1")).isEqualTo(eq("a", 1.5));
    assertThat(parse("a=0.0e9")).isEqualTo(eq("a", 0.0));
    assertThat(parse("a=true")).isEqualTo(eq("a", true));
  }

  @ParameterizedTest
  @CsvSource({
    "TIME '2023-05-07T13:56:00Z', 2023-05-07T13:56:00Z",
    "TIME '2023-05-07T15:56:00+02:00', 2023-05-07T13:56:00Z",
    "TIME '2023-05-07', 2023-05-07T00:00:00Z",
    "TIME 1683467760000, 2023-05-07T13:56:00Z",
    "TIME -168346776000, 1964-08-31T13:00:24Z",
    "TIME '1683467760000', 2023-05-07T13:56:00Z",
    "TIME 20230507, 2023-05-07T00:00:00Z",
    "TIME '20230507', 2023-05-07T00:00:00Z",
    "TIME '20230507T135600Z', 2023-05-07T13:56:00Z",
    "TIME '2023-05-07T15:56:00+0200', 2023-05-07T13:56:00Z",
    "TIME '2023-05-07T15:56:00+02', 2023-05-07T13:56:00Z",
    "TIME '2023-05-07T13:56:00', 2023-05-07T13:56:00Z",
    "TIME '2023-05-07T13:56:00.0009Z', 2023-05-07T13:56:00Z",
  })
  void parse_times(String literal, Instant time) {
    assertThat(parse("at >= " + literal)).isEqualTo(ge("at", time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | 1 | expected a key, NOT or '(', found the end",
        "~   ~ | 4 | found the end",
        "a = | 4 | expected a value",
        "a = Caroline | 5 | a string is written 'Caroline'",
        "a = \"Caroline\" | 5 | a string is written 'Caroline'",
        "'a' = 1 | 1 | keys have double quotes or none",
        "a = 'x | 5 | expected a closing '",
        "\"a = 1 | 1 | expected a closing \"",
        "a = 1 b = 2 | 7 | expected an operator, AND, OR or the end, found b",
        "a LIKE 'x' | 3 | expected an operator, AND, OR or the end, found LIKE",
        "a = 1) | 6 | expected an operator, AND, OR or the end, found ')'",
        "(a = 1 | 7 | found the end",
        "a AND | 6 | expected a key, NOT or '(', found the end",
        "AND a | 5 | expected a condition before AND or OR",
        "a = 9223372036854775808 | 5 | out of the range of a 64-bit integer",
        "a = 1e999 | 5 | out of the range of a 64-bit float",
        "a = 1e-999 | 5 | out of the range of a 64-bit float",
        "a = 3abc | 5 | malformed number 3abc",
        "a = 1e | 5 | malformed number 1e",
        "a = 0x10 | 5 | malformed number 0x10",
        "a = 1.0f | 5 | malformed number 1.0f",
        "a > 2023-05-07 | 5 | a time is written TIME '2023-05-07'",
        "a > TIME '2023-13-07' | 10 | expected a time",
        "a > TIME '2023-05-07T13:56:00+2' | 10 | expected a time",
        "a > TIME 1683467760 | 10 | it looks like seconds since 1970",
        "a > TIME TRUE | 10 | expected a time",
        "a > TIME 1.5 | 10 | expected a time",
        "a > TIME 9223372036854775807 | 10 | too large for milliseconds since 1970",
        "a > TRUE | 5 | TRUE and FALSE have no order",
        "a BETWEEN 1 AND 'x' | 17 | the same type as the lower end",
        "a BETWEEN 1 OR 2 | 13 | expected AND, found OR",
        "a IN 1 | 6 | expected '(' before the values of IN",
        "a IN (1, ) | 10 | expected a value",
        "a IN (1 2) | 9 | expected ',' or ')' after a value of IN",
        "a PREFIX 1 | 10 | expected a string",
        "a SUBSTRING 1 | 13 | expected a string",
        "a NOT 1 | 7 | expected IN, CONTAINS, PREFIX, SUBSTRING, STARTS WITH, BETWEEN or EXISTS",
        "a IS 1 | 6 | expected NULL",
        "a STARTS 'x' | 10 | expected WITH",
        "\"\" = 1 | 1 | expected a key",
        "a & b | 3 | unexpected character '&'",
        "a ! b | 3 | unexpected character '!'",
        "größe😀 = 1 | 6 | unexpected character '😀'",
        "a = '😀' ) | 9 | found ')'",
        "a - 1 | 3 | unexpected character '-'",
      })
  void parse_ofBadText_namesTheColumnAndWhatWasExpected(String text, int column, String reason) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("filter, column " + column + ": ")
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  @Test
  void parse_ofBadText_showsAShortPieceOfIt() {
    String text =
        "long_key = '" + "x".repeat(1_000) + "'\n AND b = ) AND '" + "y".repeat(1_000) + "'";
    assertThatThrownBy(() -> parse(text))
        .message()
        .contains("xxx'  AND b =  <-- HERE ) AND 'yyy")
        .hasLineCount(1)
        .hasSizeLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "NOT ",
        "AND(",
        "((NOT ",
        "a AND (",
        "'",
        "''",
        "\"\"",
        "*",
        "* OR ",
        "a = 1 OR ",
        "a IN (",
        "1,",
        "1",
        "x",
        "\u0000",
        "\uD800",
        "9",
        "é",
        "."
      })
  void parse_ofHostileRepetitions_isRefusedWithoutExhaustingTheStack(String piece) {
    for (var text : List.of(piece.repeat(1_000_000), "a IN (" + piece.repeat(1_000_000))) {
      assertThatThrownBy(() -> parse(text))
          .isInstanceOf(InvalidRequestException.class)
          .message()
          .hasSizeLessThan(1_000);
    }
  }

  @Test
  void parse_upToTheDepthLimit_andNoDeeper() {
    assertThat(parse("NOT ".repeat(31) + "a")).isInstanceOf(Filter.Not.class);
    assertThat(parse("(".repeat(32) + "a" + ")".repeat(32))).isEqualTo(eq("a", true));
    assertThatThrownBy(() -> parse("NOT ".repeat(32) + "a")).hasMessageContaining("32 levels");
    assertThatThrownBy(() -> parse("(".repeat(33) + "a" + ")".repeat(33)))
        .hasMessageStartingWith("filter, column 33: nested more than 32 levels deep");
  }

  @Test
  void parse_upToTheNodeLimit_andNoFurther() {
    String conditions = String.join(" OR ", Collections.nCopies(1_023, "a"));
    assertThat(parse(conditions)).isInstanceOf(Filter.Or.class);
    assertThatThrownBy(() -> parse(conditions + " OR a"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("1024");
    String values = String.join(",", Collections.nCopies(65_536, "1"));
    assertThat(parse("a IN (" + values + ")")).isInstanceOf(Filter.In.class);
    assertThatThrownBy(() -> parse("a IN (" + values + ",1)"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void parse_ofRandomTokens_parsesOrRefuses() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var pieces =
        List.of(
            "a",
            "\"b\"",
            "'x'",
            "1",
            "2.5",
            "TIME",
            "'2023-05-07'",
            "AND",
            "OR",
            "NOT",
            "(",
            ")",
            ",",
            "IN",
            "EXISTS",
            "BETWEEN",
            "PREFIX",
            "SUBSTRING",
            "CONTAINS",
            "=",
            "!=",
            "<",
            "TRUE",
            "*",
            "IS",
            "NULL",
            "STARTS",
            "WITH",
            "'",
            "\"",
            "&");
    int parsed = 0;
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(8); j >= 0; j--) {
        text.append(pieces.get(random.nextInt(pieces.size())))
            .append(random.nextInt(5) == 0 ? "" : " ");
      }
      try {
        var filter = parse(text.toString());
        parsed++;
        assertThat(parse(FilterText.render(filter)))
            .as("seed %d: %s", seed, text)
            .isEqualTo(filter);
      } catch (InvalidRequestException refused) {
        assertThat(refused.getMessage())
            .as("seed %d: %s", seed, text)
            .startsWith("filter, column ");
      }
    }
    assertThat(parsed).as("seed %d", seed).isGreaterThan(250);
  }

  @Test
  void parse_withOtherLimits() {
    var narrow =
        Limits.defaults()
            .maxAttributeKeyBytes(2)
            .maxAttributeValueBytes(3)
            .maxFilterNodes(4)
            .maxFilterDepth(2);
    assertThat(parse("ab = 'abc'", narrow)).isEqualTo(eq("ab", new StringValue("abc")));
    assertThatThrownBy(() -> parse("abc = 1", narrow)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> parse("ab = 'abcd'", narrow))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> parse("ab != 'abc'", narrow)).hasMessageContaining("2 levels");
  }
}
