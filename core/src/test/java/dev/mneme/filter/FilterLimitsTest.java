package dev.mneme.filter;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.Limits;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class FilterLimitsTest {
  private static final Limits LIMITS = Limits.defaults();

  private static Filter nots(int count) {
    Filter filter = Filter.exists("a");
    for (int i = 0; i < count; i++) {
      filter = Filter.not(filter);
    }
    return filter;
  }

  @Test
  void check_depth() {
    assertThatCode(() -> Filter.check(nots(31), LIMITS)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Filter.check(nots(32), LIMITS))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("32 levels");
  }

  @Test
  void check_ofAMillionLevels_doesNotExhaustTheStack() {
    assertThatThrownBy(() -> Filter.check(nots(1_000_000), LIMITS))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void check_nodes() {
    var atLimit = new Filter.And(Collections.nCopies(1_023, Filter.all()));
    var over = new Filter.And(Collections.nCopies(1_024, Filter.all()));
    assertThatCode(() -> Filter.check(atLimit, LIMITS)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Filter.check(over, LIMITS)).hasMessageContaining("1024 nodes");
  }

  @Test
  void check_countsTheValuesOfIn() {
    var atLimit = new Filter.In("a", Collections.<Scalar>nCopies(65_536, new LongValue(1)));
    var over = new Filter.In("a", Collections.<Scalar>nCopies(65_537, new LongValue(1)));
    assertThatCode(() -> Filter.check(atLimit, LIMITS)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Filter.check(over, LIMITS))
        .hasMessageContaining("65536 values")
        .hasMessageContaining("'a' has 65537");
    var half = new Filter.In("b", Collections.<Scalar>nCopies(32_769, new LongValue(1)));
    assertThatThrownBy(() -> Filter.check(Filter.or(half, half), LIMITS))
        .hasMessageContaining("65536 values");
  }

  @Test
  void check_ofASharedSubtree_countsItAsOftenAsItIsEvaluated() {
    Filter filter = Filter.exists("a");
    for (int i = 0; i < 30; i++) {
      filter = Filter.and(filter, filter); // 2^31 nodes
    }
    var shared = filter;
    assertThatThrownBy(() -> Filter.check(shared, LIMITS)).hasMessageContaining("1024 nodes");
  }

  @Test
  void check_keysAndValuesOfEveryLeaf() {
    String longKey = "k".repeat(129);
    String longValue = "v".repeat(8_193);
    assertRefused(Filter.exists(longKey));
    assertRefused(Filter.eq(longKey, 1));
    assertRefused(Filter.in(longKey, new Scalar[0]));
    assertRefused(Filter.lt(longKey, 1));
    assertRefused(Filter.between(longKey, 1, 2));
    assertRefused(Filter.prefix(longKey, "a"));
    assertRefused(Filter.not(Filter.eq("a", longValue)));
    assertRefused(Filter.or(Filter.in("a", longValue)));
    assertRefused(Filter.lt("a", longValue));
    assertRefused(Filter.between("a", longValue, "a"));
    assertRefused(Filter.between("a", "a", longValue));
    assertRefused(Filter.prefix("a", longValue));
    assertRefused(Filter.substring("a", longValue));
    assertRefused(Filter.substring(longKey, "a"));
    assertRefused(Filter.eq("a", "\uD800"));
    assertRefused(Filter.eq("\uDC00", 1));
  }

  private static void assertRefused(Filter filter) {
    assertThatThrownBy(() -> Filter.check(filter, LIMITS))
        .isInstanceOf(InvalidRequestException.class);
  }
}
