package dev.mneme.search.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JavaValuesTest {
  @Test
  void values_becomeTheirAttributeType() {
    var uuid = UUID.randomUUID();
    var instant = Instant.parse("2024-02-29T12:00:00.123Z");
    assertThat(JavaValues.scalar("k", "s")).isEqualTo(new StringValue("s"));
    assertThat(JavaValues.scalar("k", uuid)).isEqualTo(new StringValue(uuid.toString()));
    assertThat(JavaValues.scalar("k", true)).isEqualTo(AttributeValue.of(true));
    assertThat(JavaValues.scalar("k", (byte) -1)).isEqualTo(new LongValue(-1));
    assertThat(JavaValues.scalar("k", (short) 2)).isEqualTo(new LongValue(2));
    assertThat(JavaValues.scalar("k", 3)).isEqualTo(new LongValue(3));
    assertThat(JavaValues.scalar("k", Long.MIN_VALUE)).isEqualTo(new LongValue(Long.MIN_VALUE));
    assertThat(JavaValues.scalar("k", 0.5)).isEqualTo(new DoubleValue(0.5));
    assertThat(JavaValues.scalar("k", 0.1f)).isEqualTo(new DoubleValue(0.1));
    assertThat(JavaValues.scalar("k", instant)).isEqualTo(AttributeValue.of(instant));
    assertThat(JavaValues.scalar("k", Date.from(instant))).isEqualTo(AttributeValue.of(instant));
    assertThat(JavaValues.attribute("k", List.of("a", "b")))
        .isEqualTo(AttributeValue.ofStrings(List.of("a", "b")));
  }

  @Test
  void floats_comeBackBitByBit() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value) && JavaValues.scalar("k", value) instanceof DoubleValue(var wide)) {
        assertThat((float) wide).as("%s, seed %d", value, seed).isEqualTo(value);
      }
    }
  }

  @Test
  void otherTypes_areRefusedOfFilters_byKeyAndName() {
    assertThatThrownBy(() -> JavaValues.scalar("price", new BigDecimal("1.10")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("price")
        .hasMessageContaining("java.math.BigDecimal");
    assertThatThrownBy(() -> JavaValues.scalar("k", Double.NaN))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> JavaValues.scalar("k", Float.POSITIVE_INFINITY))
        .isInstanceOf(InvalidRequestException.class);
  }
}
