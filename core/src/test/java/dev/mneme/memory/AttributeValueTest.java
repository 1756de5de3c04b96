package dev.mneme.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeValueTest {

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void doubleValue_mustBeFinite(double value) {
    assertThatThrownBy(() -> AttributeValue.of(value)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void doubleValue_hasOneZero() {
    assertThat(new DoubleValue(-0.0)).isEqualTo(new DoubleValue(0.0));
    assertThat(1 / new DoubleValue(-0.0).value()).isPositive();
    assertThat(new DoubleValue(-Double.MIN_VALUE).value()).isNegative();
  }

  @Test
  void instantValue_hasMilliseconds() {
    var value = new InstantValue(Instant.parse("1969-12-31T23:59:59.9999Z"));
    assertThat(value.value()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999Z"));
    assertThat(value.epochMillis()).isEqualTo(-1);
  }

  @Test
  void instantValue_isInTheRangeOfMemories() {
    assertThat(new InstantValue(Limits.MIN_TIME).epochMillis())
        .isEqualTo(Limits.MIN_TIME.toEpochMilli());
    assertThat(new InstantValue(Limits.MAX_TIME).value()).isEqualTo(Limits.MAX_TIME);
    assertThatThrownBy(() -> AttributeValue.of(Limits.MIN_TIME.minusMillis(1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> AttributeValue.of(Instant.MAX))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void listValue_isACopy() {
    var elements = new ArrayList<Scalar>(List.of(new LongValue(1)));
    var list = new ListValue(elements);
    elements.clear();
    assertThat(list.values()).containsExactly(new LongValue(1));
  }

  @Test
  void scalars_areTheElementsOrTheValue() {
    assertThat(AttributeValue.of(7).scalars()).containsExactly(new LongValue(7));
    assertThat(AttributeValue.ofStrings(List.of("a", "b")).scalars())
        .containsExactly(new StringValue("a"), new StringValue("b"));
    assertThat(AttributeValue.ofStrings(List.of()).scalars()).isEmpty();
  }
}
