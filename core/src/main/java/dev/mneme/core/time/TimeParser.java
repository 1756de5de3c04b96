package dev.mneme.core.time;

import dev.mneme.error.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads points in time as ISO 8601 writes them, extended ({@code 2024-05-31T10:15:00Z}) or basic
 * ({@code 20240531T101500Z}), and milliseconds since 1970.
 *
 * <ul>
 *   <li>Date: {@code 2024-05-31}, {@code 20240531}, {@code 2024-05}, {@code 2024}, the day of the
 *       year {@code 2024-152}, the day of the week {@code 2024-W22-5}; its beginning is meant. A
 *       year of a whole date may have more than four digits, with a sign.
 *   <li>Time of day, behind {@code T} or a blank: hours, with minutes, seconds and a fraction of up
 *       to nine digits, with colons or without. {@code 24:00} is the end of the day, second 60 of
 *       23:59 counts as 59.
 *   <li>Offset behind a time: {@code Z}, {@code +02}, {@code +0200}, {@code +02:00}, with seconds
 *       too; {@code [Europe/Paris]} may follow and is checked only for being a zone. What has no
 *       offset is UTC.
 *   <li>A bare number: four digits are a year, eight a date, 12 or 13 digits milliseconds since
 *       1970 (so 1973 to 2286, and 1653 to 1966 with a minus), 0 is 1970. Any other number is
 *       refused, epoch seconds among them, because nobody can tell what it counts; so are 12 digits
 *       that read as a date and a time.
 * </ul>
 *
 * Thread-safe, without state.
 */
public final class TimeParser {
  private static final String ACCEPTED =
      "write 2024-05-31T10:15:00Z, 2024-05-31T12:15+02:00, 20240531T101500Z, 2024-05-31, 20240531"
          + " or milliseconds since 1970 (12 or 13 digits)";

  private static final int QUOTED = 60;
  private static final int MILLIS_DIGITS = 13;

  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+");
  private static final Pattern MILLIS = Pattern.compile("0|-?[1-9]\\d{11,12}");
  private static final Pattern COMPACT = Pattern.compile("(?:19|20)\\d{10}");
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final Pattern BASIC_DATE = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
  private static final Pattern DATE_TIME =
      Pattern.compile("(?<date>[-+]?[^Tt ]+)(?:[Tt]| +)(?<time>[\\d:.,]+)(?<rest>.*)");
  private static final Pattern TIME =
      Pattern.compile(
          "(?<h>\\d{2})(?:(?<c>:?)(?<m>\\d{2})(?:\\k<c>(?<s>\\d{2})(?:[.,](?<f>\\d{1,9}))?)?)?");
  private static final Pattern OFFSET =
      Pattern.compile(
          "[Zz]|(?<sign>[-+\u2212])(?<h>\\d{2})(?:(?<c>:?)(?<m>\\d{2})(?:\\k<c>(?<s>\\d{2}))?)?");

  private TimeParser() {}

  /**
   * The instant that {@code text} names; blanks around it do not count.
   *
   * @param what names the value in the error
   * @throws InvalidRequestException if it is none of the accepted forms
   */
  public static Instant parse(String what, String text) {
    var trimmed = text.strip();
    try {
      return NUMBER.matcher(trimmed).matches() ? number(trimmed) : dateTime(trimmed);
    } catch (RefusedException e) {
      throw refused(what, text, e.hint + "; ");
    } catch (DateTimeException e) {
      throw refused(what, text, "");
    }
  }

  /** As {@link #parse}, with nothing where it is none of the accepted forms. */
  public static Optional<Instant> find(String text) {
    try {
      return Optional.of(parse("time", text));
    } catch (InvalidRequestException e) {
      return Optional.empty();
    }
  }

  /** Refuses a number for a reason that is worth telling. */
  private static final class RefusedException extends DateTimeException {
    private static final long serialVersionUID = 1;
    private final String hint;

    RefusedException(String hint) {
      super(hint);
      this.hint = hint;
    }
  }

  private static InvalidRequestException refused(String what, String text, String hint) {
    var quoted = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
    return new InvalidRequestException(
        "%s '%s' is not a time: %s%s".formatted(what, quoted, hint, ACCEPTED));
  }

  private static Instant number(String text) {
    if (YEAR.matcher(text).matches() || BASIC_DATE.matcher(text).matches()) {
      return date(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    if (COMPACT.matcher(text).matches() && isCompactDateTime(text)) {
      throw new RefusedException("it may be a date and a time or milliseconds");
    }
    if (MILLIS.matcher(text).matches()) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    throw new RefusedException(hint(text));
  }

  private static boolean isCompactDateTime(String digits) {
    try {
      date(digits.substring(0, 8));
      time(digits.substring(8));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String hint(String number) {
    int digits = number.length() - (Character.isDigit(number.charAt(0)) ? 0 : 1);
    if (digits == 9 || digits == 10) {
      return "it looks like seconds since 1970, multiply them by 1000";
    }
    if (digits > MILLIS_DIGITS) {
      return "it is too large for milliseconds since 1970";
    }
    return "it is neither a date nor plausible milliseconds since 1970";
  }

  private static Instant dateTime(String text) {
    Matcher parts = DATE_TIME.matcher(text);
    if (!parts.matches()) {
      return date(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    var date = date(parts.group("date"));
    var time = parts.group("time");
    boolean midnight = time.matches("24(:?00(:?00([.,]0{1,9})?)?)?");
    var local = midnight ? date.plusDays(1).atStartOfDay() : LocalDateTime.of(date, time(time));
    return local.toInstant(offset(parts.group("rest").strip()));
  }

  private static LocalDate date(String text) {
    Matcher basic = BASIC_DATE.matcher(text);
    if (basic.matches()) {
      return LocalDate.of(
          Integer.parseInt(basic.group(1)),
          Integer.parseInt(basic.group(2)),
          Integer.parseInt(basic.group(3)));
    }
    if (YEAR.matcher(text).matches()) {
      return LocalDate.of(Integer.parseInt(text), 1, 1);
    }
    if (MONTH.matcher(text).matches()) {
      return LocalDate.parse(text + "-01");
    }
    if (text.indexOf('W') > 0) {
      return LocalDate.parse(text, DateTimeFormatter.ISO_WEEK_DATE);
    }
    boolean ofTheYear = text.lastIndexOf('-') == text.length() - 4;
    return LocalDate.parse(
        text, ofTheYear ? DateTimeFormatter.ISO_ORDINAL_DATE : DateTimeFormatter.ISO_LOCAL_DATE);
  }

  private static LocalTime time(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("not a time of day");
    }
    int hour = part(parts, "h");
    int minute = part(parts, "m");
    int second = part(parts, "s");
    if (hour == 23 && minute == 59 && second == 60) {
      second = 59;
    }
    String fraction = parts.group("f");
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    return LocalTime.of(hour, minute, second, nanos);
  }

  private static ZoneOffset offset(String text) {
    int zone = text.indexOf('[');
    if (zone > 0 && text.endsWith("]")) {
      ZoneId.of(text.substring(zone + 1, text.length() - 1));
    }
    String numeric = zone > 0 && text.endsWith("]") ? text.substring(0, zone) : text;
    Matcher parts = OFFSET.matcher(numeric);
    if (numeric.isEmpty()) {
      return ZoneOffset.UTC;
    }
    if (!parts.matches()) {
      throw new DateTimeException("not an offset");
    }
    if (parts.group("sign") == null) {
      return ZoneOffset.UTC;
    }
    int sign = parts.group("sign").equals("+") ? 1 : -1;
    return ZoneOffset.ofHoursMinutesSeconds(
        sign * part(parts, "h"), sign * part(parts, "m"), sign * part(parts, "s"));
  }

  private static int part(Matcher parts, String name) {
    String digits = parts.group(name);
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
