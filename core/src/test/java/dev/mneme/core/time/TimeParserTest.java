package dev.mneme.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeParserTest {
  @ParameterizedTest
  @CsvSource({
    "20240531, 2024-05-31T00:00:00Z",
    "20240531T101500Z, 2024-05-31T10:15:00Z",
    "20240531T1015Z, 2024-05-31T10:15:00Z",
    "20240531T10Z, 2024-05-31T10:00:00Z",
    "20240531T101500.25+0200, 2024-05-31T08:15:00.250Z",
    "20240531T101500, 2024-05-31T10:15:00Z",
    "20240531 101500, 2024-05-31T10:15:00Z",
    "2024-05-31T10:15:00+0200, 2024-05-31T08:15:00Z",
    "2024-05-31T10:15:00+02, 2024-05-31T08:15:00Z",
    "2024-05-31T10:15:00-02, 2024-05-31T12:15:00Z",
    "2024-05-31T10:15:00−02:00, 2024-05-31T12:15:00Z",
    "2024-05-31T10:15:00+02:00, 2024-05-31T08:15:00Z",
    "2024-05-31T10:15:00+02:00:30, 2024-05-31T08:14:30Z",
    "2024-05-31 10:15:00 +0530, 2024-05-31T04:45:00Z",
    "2024-05-31t10:15:00z, 2024-05-31T10:15:00Z",
    "'2024-05-31T10:15:00,5Z', 2024-05-31T10:15:00.500Z",
    "2024-05-31T10:15:00.123456789Z, 2024-05-31T10:15:00.123456789Z",
    "2024-05-31T10, 2024-05-31T10:00:00Z",
    "2024-05-31T24:00, 2024-06-01T00:00:00Z",
    "20241231T240000Z, 2025-01-01T00:00:00Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "2024-05-31T10:15:00+02:00[Europe/Paris], 2024-05-31T08:15:00Z",
    "2024-152, 2024-05-31T00:00:00Z",
    "2024-W22-5, 2024-05-31T00:00:00Z",
    "2024-05, 2024-05-01T00:00:00Z",
    "2024, 2024-01-01T00:00:00Z",
    "-0044-03-15, -0044-03-15T00:00:00Z",
    "+12024-05-31T10:15Z, +12024-05-31T10:15:00Z",
    "1717150500000, 2024-05-31T10:15:00Z",
    "100000000000, 1973-03-03T09:46:40Z",
    "9999999999999, 2286-11-20T17:46:39.999Z",
    "-100000000000, 1966-10-31T14:13:20Z",
    "0, 1970-01-01T00:00:00Z",
    "' 2024-05-31 ', 2024-05-31T00:00:00Z"
  })
  void everyForm_isRead(String text, Instant expected) {
    assertThat(TimeParser.parse("time", text)).isEqualTo(expected);
    assertThat(TimeParser.find(text)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1717150500, seconds",
    "999999999, seconds",
    "1, plausible",
    "-1, plausible",
    "12023, plausible",
    "202405, plausible",
    "99999999999, plausible",
    "1717150500000000, too large",
    "1717150500000000000, too large",
    "20240531101500, too large",
    "99999999999999999999999999, too large",
    "202405311015, a date and a time or milliseconds",
    "+1717150500000, plausible"
  })
  void numberThatMayMeanAnything_isRefusedWithAHint(String text, String hint) {
    assertThatThrownBy(() -> TimeParser.parse("time", text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("time '" + text + "' is not a time: ")
        .hasMessageContaining(hint)
        .hasMessageContaining("milliseconds since 1970 (12 or 13 digits)");
    assertThat(TimeParser.find(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "2024-13-01",
        "2024-02-30",
        "20240230",
        "20241301",
        "2024-05-31T25:00",
        "2024-05-31T24:01",
        "2024-05-31T10:60",
        "2024-05-31T10:15:60Z",
        "2024-05-31T10:1500Z",
        "2024-05-31T1015:00Z",
        "2024-05-31T1Z",
        "2024-05-31T10:15:00+25:00",
        "2024-05-31T10:15:00+2",
        "2024-05-31T10:15:00+02:00[Nowhere/City]",
        "2024-05-31T",
        "T10:15",
        "10:15",
        "2024-W54-1",
        "2024-367",
        "2024/05/31",
        "31.05.2024",
        "1.7e12",
        "1717150500000.0",
        "PT1H",
        "2024-05-31T10:15:00Z\nx"
      })
  void everythingElse_isRefused(String text) {
    assertThatThrownBy(() -> TimeParser.parse("--from", text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("--from '")
        .hasMessageContaining("is not a time: write 2024-05-31T10:15:00Z");
  }

  /** Java's own parsers are the oracle: for what they write, in each of the forms. */
  @Test
  void randomInstants_inEveryForm_areReadAsJavaReadsThem() {
    var random = new Random(20);
    for (int i = 0; i < 5_000; i++) {
      var offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(36 * 60) - 18 * 60));
      var instant =
          Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L))
              .plusNanos(random.nextInt(1_000_000_000))
              .truncatedTo(random.nextBoolean() ? ChronoUnit.SECONDS : ChronoUnit.NANOS);
      var at = instant.atOffset(offset);
      for (var pattern :
          new String[] {
            "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX",
            "uuuuMMdd'T'HHmmss.SSSSSSSSSXX",
            "uuuu-MM-dd HH:mm:ss.SSSSSSSSS XX",
            "uuuu-DDD'T'HHmmss.SSSSSSSSSXXX",
            "YYYY-'W'ww-e'T'HH:mm:ss.SSSSSSSSSXXX"
          }) {
        var formatter = DateTimeFormatter.ofPattern(pattern, Locale.UK);
        if (at.getYear() >= 1 && at.getYear() <= 9_998) {
          var text = formatter.format(at);
          assertThat(TimeParser.parse("time", text)).as(text).isEqualTo(instant);
        }
      }
      assertThat(TimeParser.parse("time", instant.toString())).isEqualTo(instant);
      assertThat(TimeParser.parse("time", at.toString())).isEqualTo(instant);
    }
  }

  /** Nothing but the one error comes out, whatever goes in, and nothing is read as another day. */
  @Test
  void randomCharacters_areReadOrRefused() {
    var random = new Random(20);
    var alphabet = "0123456789-+:.,TtZz W[]/";
    for (int i = 0; i < 100_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      TimeParser.find(text.toString());
      var digits = "%08d".formatted(random.nextInt(100_000_000));
      assertThat(TimeParser.find(digits)).as(digits).isEqualTo(basicDate(digits));
    }
  }

  private static Optional<Instant> basicDate(String digits) {
    try {
      return Optional.of(
          LocalDateTime.of(
                  Integer.parseInt(digits.substring(0, 4)),
                  Integer.parseInt(digits.substring(4, 6)),
                  Integer.parseInt(digits.substring(6)),
                  0,
                  0)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
