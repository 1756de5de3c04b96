package dev.mneme.examples.format;

import dev.mneme.core.model.InvalidRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points and lengths of time as people and programs write them. What has no offset is UTC. */
public final class TimeText {
  private static final Pattern EPOCH_MILLIS = Pattern.compile("-?\\d{1,18}");
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d|w)");

  private TimeText() {}

  /**
   * Reads an ISO-8601 instant or offset date-time; a local date-time, date, month or year, whose
   * beginning in UTC is meant; or epoch milliseconds. Four digits are a year.
   *
   * @param what names the value in the error
   * @throws InvalidRequest if it is none of these
   */
  public static Instant instant(String what, String text) {
    var trimmed = text.strip();
    try {
      if (YEAR.matcher(trimmed).matches()) {
        return instant(what, trimmed + "-01-01");
      }
      if (MONTH.matcher(trimmed).matches()) {
        return instant(what, trimmed + "-01");
      }
      if (EPOCH_MILLIS.matcher(trimmed).matches()) {
        return Instant.ofEpochMilli(Long.parseLong(trimmed));
      }
      if (trimmed.indexOf(':') < 0) {
        return LocalDate.parse(trimmed).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return dateTime(trimmed.indexOf(' ') == 10 ? trimmed.replaceFirst(" ", "T") : trimmed);
    } catch (DateTimeException e) {
      throw new InvalidRequest(
          "%s '%s' is not a time: write 2023-05-08T13:56:00Z, 2023-05-08T13:56, 2023-05-08 or epoch milliseconds"
              .formatted(what, Quote.shorten(text)));
    }
  }

  private static Instant dateTime(String text) {
    var parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return switch (parsed) {
      case OffsetDateTime offset -> offset.toInstant();
      case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
      default -> throw new DateTimeException("neither");
    };
  }

  /**
   * Reads {@code 30d}, {@code 12h}, {@code 1.5w}, {@code 500ms}, or an ISO-8601 duration such as
   * {@code PT36H}.
   *
   * @throws InvalidRequest if it is none of these, or not positive
   */
  public static Duration duration(String what, String text) {
    try {
      Matcher amount = AMOUNT.matcher(text.strip());
      var duration =
          amount.matches()
              ? Duration.ofMillis(
                  Math.round(Double.parseDouble(amount.group(1)) * unitMillis(amount.group(2))))
              : Duration.parse(text.strip());
      InvalidRequest.require(duration.isPositive(), "%s must be positive, not '%s'", what, text);
      return duration;
    } catch (DateTimeException e) {
      throw new InvalidRequest(
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
