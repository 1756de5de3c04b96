package dev.mneme.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalarsTest {

  @Test
  void compareExactly_agreesWithBigDecimal() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      long a = anyLong(random);
      double b = anyDouble(random, a);
      int expected = new BigDecimal(a).compareTo(new BigDecimal(b));
      assertThat(Integer.signum(Scalars.compareExactly(a, b)))
          .as("seed %d: %d against %s", seed, a, b)
          .isEqualTo(expected);
    }
  }

  private static long anyLong(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt(5) - 2;
      case 2 -> (1L << random.nextInt(64)) + random.nextInt(5) - 2;
      default -> -(1L << random.nextInt(64)) + random.nextInt(5) - 2;
    };
  }

  private static double anyDouble(Random random, long near) {
    double value =
        switch (random.nextInt(5)) {
          case 0 -> Double.longBitsToDouble(random.nextLong());
          case 1 -> Math.nextUp((double) near);
          case 2 -> Math.nextDown((double) near);
          case 3 -> near + 0.5;
          default -> (double) near;
        };
    return Double.isFinite(value) ? value : -0.0;
  }

  @Test
  void compareCodePoints_agreesWithUtf8Bytes() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int[] alphabet = {
      0, 'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600,
      0x10FFFF
    };
    for (int i = 0; i < 30_000; i++) {
      String a = word(random, alphabet);
      String b = word(random, alphabet);
      int expected =
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(Scalars.compareCodePoints(a, b)))
          .as("seed %d: %s against %s", seed, a, b)
          .isEqualTo(Integer.signum(expected));
    }
  }

  private static String word(Random random, int[] alphabet) {
    int[] codePoints =
        random.ints(random.nextInt(4), 0, alphabet.length).map(index -> alphabet[index]).toArray();
    return new String(codePoints, 0, codePoints.length);
  }

  @Test
  void order_isTotalAndConsistentWithEqual() {
    long seed = new Random().nextLong();
    var filters = new RandomFilters(new Random(seed));
    for (int i = 0; i < 30_000; i++) {
      var a = filters.scalar();
      var b = filters.scalar();
      var c = filters.scalar();
      String description = "seed " + seed + ": " + List.of(a, b, c);
      assertThat(Integer.signum(Scalars.compare(a, b)))
          .as(description)
          .isEqualTo(-Integer.signum(Scalars.compare(b, a)));
      assertThat(Scalars.compare(a, a)).as(description).isZero();
      if (Scalars.compare(a, b) <= 0 && Scalars.compare(b, c) <= 0) {
        assertThat(Scalars.compare(a, c)).as(description).isNotPositive();
      }
      assertThat(Scalars.equal(a, b))
          .as(description)
          .isEqualTo(Scalars.canonical(a).equals(Scalars.canonical(b)))
          .isEqualTo(Scalars.compare(a, b) == 0);
    }
  }

  @Test
  void order_sortsByTypeThenValue() {
    List<Scalar> sorted =
        List.of(
            new BooleanValue(false),
            new BooleanValue(true),
            new LongValue(Long.MIN_VALUE),
            new DoubleValue(-0.5),
            new LongValue(0),
            new LongValue(1L << 53),
            new LongValue((1L << 53) + 1),
            new DoubleValue(0x1p53 + 2),
            new LongValue(Long.MAX_VALUE),
            new DoubleValue(0x1p63),
            new InstantValue(Instant.EPOCH),
            new InstantValue(Instant.ofEpochMilli(1)),
            new StringValue(""),
            new StringValue("a"),
            new StringValue("\uFFFD"),
            new StringValue("\uD83D\uDE00"));
    assertThat(sorted).isSortedAccordingTo(Scalars.ORDER);
    for (int i = 1; i < sorted.size(); i++) {
      assertThat(Scalars.compare(sorted.get(i - 1), sorted.get(i)))
          .as(sorted.get(i).toString())
          .isNegative();
    }
  }

  @Test
  void canonical_ofAWholeDouble_isTheLong() {
    assertThat(Scalars.canonical(new DoubleValue(3.0))).isEqualTo(new LongValue(3));
    assertThat(Scalars.canonical(new DoubleValue(-0x1p63)))
        .isEqualTo(new LongValue(Long.MIN_VALUE));
    assertThat(Scalars.canonical(new DoubleValue(0x1p63))).isEqualTo(new DoubleValue(0x1p63));
    assertThat(Scalars.canonical(new DoubleValue(0.5))).isEqualTo(new DoubleValue(0.5));
  }
}
