package dev.mneme.search.adapter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of the JDK that JSON has no form for, each with a tag and a text form, so that they
 * come back as what they were. Immutable.
 */
final class TaggedTypes {
  /**
   * @param tag the name of the one field of the object that stands for a value
   */
  record Type<T>(String tag, Class<T> type, Function<T, String> write, Function<String, T> read) {
    String text(Object value) {
      return write.apply(type.cast(value));
    }
  }

  private static final List<Type<?>> TYPES =
      List.of(
          new Type<>("$byte", Byte.class, Object::toString, Byte::valueOf),
          new Type<>("$short", Short.class, Object::toString, Short::valueOf),
          new Type<>("$long", Long.class, Object::toString, Long::valueOf),
          new Type<>("$float", Float.class, Object::toString, Float::valueOf),
          new Type<>("$double", Double.class, Object::toString, Double::valueOf),
          new Type<>("$char", Character.class, Object::toString, text -> text.charAt(0)),
          new Type<>("$integer", BigInteger.class, Object::toString, BigInteger::new),
          new Type<>("$decimal", BigDecimal.class, Object::toString, BigDecimal::new),
          new Type<>("$uuid", UUID.class, Object::toString, UUID::fromString),
          new Type<>("$uri", URI.class, Object::toString, URI::create),
          new Type<>("$instant", Instant.class, Object::toString, Instant::parse),
          new Type<>("$localDate", LocalDate.class, Object::toString, LocalDate::parse),
          new Type<>("$localTime", LocalTime.class, Object::toString, LocalTime::parse),
          new Type<>("$localDateTime", LocalDateTime.class, Object::toString, LocalDateTime::parse),
          new Type<>("$offsetTime", OffsetTime.class, Object::toString, OffsetTime::parse),
          new Type<>(
              "$offsetDateTime", OffsetDateTime.class, Object::toString, OffsetDateTime::parse),
          new Type<>("$zonedDateTime", ZonedDateTime.class, Object::toString, ZonedDateTime::parse),
          new Type<>(
              "$year", Year.class, Object::toString, text -> Year.of(Integer.parseInt(text))),
          new Type<>("$yearMonth", YearMonth.class, Object::toString, YearMonth::parse),
          new Type<>("$monthDay", MonthDay.class, Object::toString, MonthDay::parse),
          new Type<>("$duration", Duration.class, Object::toString, Duration::parse),
          new Type<>("$period", Period.class, Object::toString, Period::parse),
          new Type<>("$locale", Locale.class, Locale::toLanguageTag, Locale::forLanguageTag));

  private static final Type<ZoneId> ZONE =
      new Type<>("$zone", ZoneId.class, ZoneId::getId, ZoneId::of);
  private static final Type<Date> DATE =
      new Type<>(
          "$date",
          Date.class,
          date -> Long.toString(date.getTime()),
          text -> new Date(Long.parseLong(text)));

  private static final Map<Class<?>, Type<?>> BY_CLASS =
      TYPES.stream().collect(Collectors.toUnmodifiableMap(Type::type, Function.identity()));
  private static final Map<String, Type<?>> BY_TAG =
      java.util.stream.Stream.concat(TYPES.stream(), java.util.stream.Stream.of(ZONE, DATE))
          .collect(Collectors.toUnmodifiableMap(Type::tag, Function.identity()));

  private TaggedTypes() {}

  static Optional<Type<?>> of(Object value) {
    if (value instanceof ZoneId) {
      return Optional.of(ZONE);
    }
    return value instanceof Date
        ? Optional.of(DATE)
        : Optional.ofNullable(BY_CLASS.get(value.getClass()));
  }

  static Optional<Type<?>> byTag(String tag) {
    return Optional.ofNullable(BY_TAG.get(tag));
  }
}
