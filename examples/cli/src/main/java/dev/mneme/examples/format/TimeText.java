package dev.mneme.examples.format;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.core.time.TimeParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points and lengths of time as people and programs write them. */
public final class TimeText {
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d|w)");

  private TimeText() {}

  /**
   * Reads a point in time in any form that {@link TimeParser} knows.
   *
   * @param what names the value in the error
   * @throws InvalidRequestException if it is none of these
   */
  public static Instant instant(String what, String text) {
    return TimeParser.parse(what, text);
  }

  /**
   * Reads {@code 30d}, {@code 12h}, {@code 1.5w}, {@code 500ms}, or an ISO-8601 duration such as
   * {@code PT36H}.
   *
   * @throws InvalidRequestException if it is none of these, or not positive
   */
  public static Duration duration(String what, String text) {
    try {
      Matcher amount = AMOUNT.matcher(text.strip());
      var duration =
          amount.matches()
              ? Duration.ofMillis(
                  Math.round(Double.parseDouble(amount.group(1)) * unitMillis(amount.group(2))))
              : Duration.parse(text.strip());
      Require.that(duration.isPositive(), "%s must be positive, not '%s'", what, text);
      return duration;
    } catch (DateTimeException e) {
      throw new InvalidRequestException(
          "%s '%s' is not a duration: write 30d, 12h, 90m or PT36H"
              .formatted(what, Quote.shorten(text)));
    }
  }

  private static double unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> ChronoUnit.SECONDS.getDuration().toMillis();
      case "m" -> ChronoUnit.MINUTES.getDuration().toMillis();
      case "h" -> ChronoUnit.HOURS.getDuration().toMillis();
      case "d" -> ChronoUnit.DAYS.getDuration().toMillis();
      default -> ChronoUnit.WEEKS.getDuration().toMillis();
    };
  }
}
