package dev.mneme.search.adapter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Metadata of any type, such as no attribute is like. */
public final class RandomValues {
  private static final List<String> STRINGS =
      List.of("", "a", "$map", "$long", "$set", "é\u2003", "\"\\\n\u0001", "😀", "null", "1");
  private static final Instant DAY = Instant.parse("2024-02-29T12:00:00.123456789Z");

  private final Random random;

  public RandomValues(Random random) {
    this.random = random;
  }

  /** Maps, lists, sets and arrays of at most this many levels, with null among the values. */
  public Object value(int depth) {
    return switch (random.nextInt(depth > 1 ? 9 : 3)) {
      case 0, 1 -> scalar();
      case 2 -> exotic();
      case 3, 4 -> map(depth - 1);
      case 5 -> list(depth - 1);
      case 6 -> new LinkedHashSet<>(List.of(string(), random.nextInt()));
      case 7 -> array(depth - 1);
      default -> Map.of(random.nextInt(), string(), LocalDate.EPOCH, 2L);
    };
  }

  private Map<String, Object> map(int depth) {
    var map = new HashMap<String, Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(string(), random.nextInt(5) == 0 ? null : value(depth));
    }
    return map;
  }

  private List<Object> list(int depth) {
    var list = new ArrayList<Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(random.nextInt(5) == 0 ? null : value(depth));
    }
    return list;
  }

  private Object array(int depth) {
    return switch (random.nextInt(9)) {
      case 0 -> random.ints(3).toArray();
      case 1 -> random.longs(2).toArray();
      case 2 -> random.doubles(2).toArray();
      case 3 -> new float[] {random.nextFloat(), Float.NaN};
      case 4 -> new byte[] {1, -1};
      case 5 -> new boolean[] {true, false};
      case 6 -> new String[] {string(), null};
      case 7 -> new char[] {'a', '\u2003'};
      default -> new Object[] {value(depth), null};
    };
  }

  private Object scalar() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextBoolean() ? random.nextLong() : (long) random.nextInt(3);
      case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      case 3 -> random.nextBoolean();
      default -> string();
    };
  }

  private Object exotic() {
    return switch (random.nextInt(20)) {
      case 0 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(40) - 20);
      case 1 -> new BigInteger(200, random);
      case 2 -> new UUID(random.nextLong(), random.nextLong());
      case 3 -> URI.create("https://example.org/a?b=" + random.nextInt());
      case 4 -> DayOfWeek.of(1 + random.nextInt(7));
      case 5 -> LocalDate.of(1970 + random.nextInt(100), 1, 1);
      case 6 -> LocalDateTime.ofInstant(DAY, ZoneOffset.UTC);
      case 7 -> LocalTime.of(1, 2);
      case 8 -> OffsetDateTime.ofInstant(DAY, ZoneOffset.ofHours(2));
      case 9 -> Duration.ofMillis(random.nextInt());
      case 10 -> Period.ofDays(random.nextInt(9));
      case 11 -> YearMonth.of(2024, 2);
      case 12 -> ZoneId.of("Europe/Zurich");
      case 13 -> Double.NaN;
      case 14 -> Float.NEGATIVE_INFINITY;
      case 15 -> new Date(random.nextInt());
      case 16 -> DAY;
      case 17 -> (short) 7;
      case 18 -> Locale.GERMANY;
      default -> 'c';
    };
  }

  private String string() {
    return STRINGS.get(random.nextInt(STRINGS.size()));
  }

  /** Equality that looks into arrays at any depth. */
  public static boolean same(Object a, Object b) {
    return switch (a) {
      case null -> b == null;
      case Map<?, ?> map when b instanceof Map<?, ?> other ->
          map.keySet().equals(other.keySet())
              && map.keySet().stream().allMatch(key -> same(map.get(key), other.get(key)));
      case List<?> list when b instanceof List<?> other ->
          list.size() == other.size()
              && IntStream.range(0, list.size()).allMatch(i -> same(list.get(i), other.get(i)));
      case Object[] array when b instanceof Object[] other ->
          array.getClass() == other.getClass()
              && same(java.util.Arrays.asList(array), java.util.Arrays.asList(other));
      default -> java.util.Objects.deepEquals(a, b);
    };
  }
}
