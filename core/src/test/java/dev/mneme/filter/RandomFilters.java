package dev.mneme.filter;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Random filters and attributes for tests of everything that evaluates filters. Keys and values
 * come from small sets with the nasty ones among them, so that filters match often and at their
 * borders.
 */
public final class RandomFilters {
  private static final List<String> KEYS =
      List.of(
          "speaker",
          "turn",
          "tags",
          "at",
          "archived",
          "in",
          "and",
          "a b",
          "say \"hi\"",
          "größe",
          "x:y.z-1",
          "अंक",
          "`");
  private static final List<String> STRINGS =
      List.of(
          "",
          "a",
          "ab",
          "abc",
          "b",
          "it's",
          "''",
          "\uFFFD",
          "\uD83D\uDE00",
          "\uD83D\uDE00b",
          "a\nb",
          "\0",
          "TRUE",
          "3");
  private static final List<Long> LONGS =
      List.of(
          0L,
          1L,
          -1L,
          3L,
          1L << 53,
          (1L << 53) + 1,
          (1L << 53) - 1,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          Long.MIN_VALUE);
  private static final List<Double> DOUBLES =
      List.of(
          0.0,
          -0.0,
          1.0,
          0.5,
          -1.5,
          3.0,
          0x1p53,
          0x1p63,
          -0x1p63,
          1e300,
          -1e300,
          Double.MIN_VALUE,
          0.1);
  private static final List<Instant> INSTANTS =
      List.of(
          Instant.EPOCH,
          Instant.ofEpochMilli(-1),
          Instant.parse("2023-05-07T13:56:00Z"),
          Instant.parse("2023-05-07T13:56:00.001Z"),
          Instant.parse("-9999-01-01T00:00:00Z"),
          Instant.parse("9999-12-31T23:59:59.999Z"));

  private final Random random;

  public RandomFilters(Random random) {
    this.random = random;
  }

  /** A tree of at most this many levels. */
  public Filter filter(int maxDepth) {
    if (maxDepth <= 1 || random.nextInt(3) == 0) {
      return leaf();
    }
    return switch (random.nextInt(5)) {
      case 0 -> new Filter.Not(filter(maxDepth - 1));
      case 1, 2 -> new Filter.Or(several(() -> filter(maxDepth - 1)));
      default -> new Filter.And(several(() -> filter(maxDepth - 1)));
    };
  }

  public Filter leaf() {
    String key = key();
    return switch (random.nextInt(13)) {
      case 0 -> random.nextInt(4) == 0 ? new Filter.All() : new Filter.Exists(key);
      case 1 -> new Filter.Exists(key);
      case 2, 3 -> new Filter.In(key, several(this::scalar));
      case 4, 5, 6 -> new Filter.Compare(key, pick(List.of(Filter.Comparison.values())), ordered());
      case 7, 8 -> between(key);
      case 9 -> new Filter.Prefix(key, pick(STRINGS));
      case 10 -> new Filter.Substring(key, pick(STRINGS));
      default -> new Filter.Equal(key, scalar());
    };
  }

  /** Attributes of a memory: some keys, scalars and lists, empty ones included. */
  public Map<String, AttributeValue> attributes() {
    var attributes = new TreeMap<String, AttributeValue>();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      attributes.put(
          key(), random.nextInt(3) == 0 ? new ListValue(several(this::scalar)) : scalar());
    }
    return attributes;
  }

  public Scalar scalar() {
    return switch (random.nextInt(5)) {
      case 0 -> new BooleanValue(random.nextBoolean());
      default -> ordered();
    };
  }

  /** A scalar of a type that {@code <} applies to. */
  public Scalar ordered() {
    return switch (random.nextInt(4)) {
      case 0 -> new StringValue(pick(STRINGS));
      case 1 -> new LongValue(random.nextInt(4) == 0 ? random.nextLong() : pick(LONGS));
      case 2 -> new DoubleValue(pick(DOUBLES));
      default -> new InstantValue(pick(INSTANTS));
    };
  }

  public String key() {
    return pick(KEYS);
  }

  private Filter between(String key) {
    var low = ordered();
    var high =
        Stream.generate(this::ordered)
            .filter(other -> Scalars.sameType(low, other))
            .findFirst()
            .orElseThrow();
    return new Filter.Between(key, low, high);
  }

  private <T> List<T> several(Supplier<T> supplier) {
    return Stream.generate(supplier).limit(random.nextInt(4)).toList();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
