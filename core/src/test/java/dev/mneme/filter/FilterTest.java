package dev.mneme.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.filter.Filter.Comparison;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FilterTest {

  @Test
  void factories_makeTheTreesOfTheText() {
    assertThat(Filter.lt("a", 1)).isEqualTo(Filter.parse("a < 1"));
    assertThat(Filter.le("a", 1.5)).isEqualTo(Filter.parse("a <= 1.5"));
    assertThat(Filter.gt("a", "x")).isEqualTo(Filter.parse("a > 'x'"));
    assertThat(Filter.ge("a", Instant.EPOCH)).isEqualTo(Filter.parse("a >= TIME 0"));
    assertThat(Filter.ne("a", false)).isEqualTo(Filter.parse("a <> FALSE"));
    assertThat(Filter.contains("a", "x")).isEqualTo(Filter.parse("a CONTAINS 'x'"));
    assertThat(Filter.in("a", 1, 2)).isEqualTo(Filter.parse("a IN (1, 2)"));
    assertThat(Filter.between("a", "x", "y")).isEqualTo(Filter.parse("a BETWEEN 'x' AND 'y'"));
    assertThat(Filter.between("a", 0.5, 1.5)).isEqualTo(Filter.parse("a BETWEEN 0.5 AND 1.5"));
    assertThat(Filter.compare("a", Comparison.LESS, new LongValue(1))).isEqualTo(Filter.lt("a", 1));
  }

  @Test
  void constructors_refuseWhatHasNoMeaning() {
    Scalar yes = new BooleanValue(true);
    Scalar one = new LongValue(1);
    assertRefused(() -> Filter.compare("a", Comparison.LESS, yes));
    assertRefused(() -> Filter.between("a", yes, yes));
    assertRefused(() -> Filter.between("a", one, new StringValue("x")));
    assertRefused(() -> Filter.exists(""));
    assertRefused(() -> Filter.eq("", 1));
    assertRefused(() -> Filter.in("", one));
    assertRefused(() -> Filter.prefix("", "x"));
    assertRefused(() -> Filter.eq("a", Double.NaN));
    assertRefused(() -> Filter.lt("a", Instant.MAX));
  }

  @Test
  void lists_areCopied() {
    var operands = new java.util.ArrayList<Filter>(List.of(Filter.all()));
    var and = new Filter.And(operands);
    operands.clear();
    assertThat(and.operands()).hasSize(1);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class);
  }
}
