package dev.mneme.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Limits LIMITS = Limits.defaults();

  @Test
  void checkId_countsBytesOfUtf8() {
    assertAccepted(() -> LIMITS.checkId("i"));
    assertAccepted(() -> LIMITS.checkId("i".repeat(512)));
    assertRefused(
        () -> LIMITS.checkId("i".repeat(513)), "id has 513 bytes, at most 512 are allowed");
    assertAccepted(() -> LIMITS.checkId("é".repeat(256)));
    assertRefused(() -> LIMITS.checkId("é".repeat(256) + "i"), "513 bytes");
    assertAccepted(() -> LIMITS.checkId("日".repeat(170) + "ii"));
    assertRefused(() -> LIMITS.checkId("日".repeat(171)), "513 bytes");
    assertAccepted(() -> LIMITS.checkId("\uD83D\uDE00".repeat(128)));
    assertRefused(() -> LIMITS.checkId("\uD83D\uDE00".repeat(128) + "i"), "513 bytes");
    assertRefused(() -> LIMITS.checkId(""), "id must not be empty");
  }

  @Test
  void checkNamespace_atTheLimit() {
    assertAccepted(() -> LIMITS.checkNamespace("n".repeat(256)));
    assertRefused(() -> LIMITS.checkNamespace("n".repeat(257)), "namespace has 257 bytes");
    assertRefused(() -> LIMITS.checkNamespace(""), "namespace must not be empty");
    assertRefused(() -> LIMITS.check("", memory(m -> m)), "namespace must not be empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD800",
        "\uDC00",
        "a\uDBFF",
        "\uDE00\uD83D",
        "\uD83D\uD83D\uDE00",
        "\uD83D\uDE00\uDE00"
      })
  void check_refusesUnpairedSurrogatesEverywhere(String broken) {
    String reason = "unpaired surrogate";
    assertRefused(() -> LIMITS.checkId(broken), reason);
    assertRefused(() -> LIMITS.checkNamespace(broken), reason);
    assertRefused(() -> LIMITS.checkQuery(broken), reason);
    assertRefused(memory -> memory.text(broken), reason);
    assertRefused(memory -> memory.attribute(broken, 1), reason);
    assertRefused(
        memory -> memory.attribute("k", broken), "attribute 'k' holds an unpaired surrogate");
    assertRefused(memory -> memory.attribute("k", List.of("a", broken)), reason);
  }

  @Test
  void check_text() {
    assertAccepted(memory -> memory.text("t".repeat(1 << 20)));
    assertRefused(memory -> memory.text("t".repeat((1 << 20) + 1)), "text has 1048577 bytes");
    assertRefused(memory -> memory.text(" \n"), "memory 'id' has neither text nor vector");
    assertAccepted(memory -> memory.text("").embedding(1f));
  }

  @Test
  void check_times() {
    assertAccepted(memory -> memory.time(Limits.MIN_TIME).expires(Limits.MAX_TIME));
    assertRefused(
        memory -> memory.time(Limits.MIN_TIME.minusMillis(1)),
        "is outside the years -9999 to 9999");
    assertRefused(
        memory -> memory.time(Limits.MAX_TIME.plusMillis(1)), "is outside the years -9999 to 9999");
    assertAccepted(memory -> memory.time(Limits.MAX_TIME.plusNanos(999_999)));
    assertRefused(memory -> memory.expires(Instant.MAX), "expires");
  }

  @Test
  void check_attributes() {
    assertAccepted(memory -> attributes(memory, 64));
    assertRefused(memory -> attributes(memory, 65), "has 65 attributes, at most 64");
    assertAccepted(memory -> memory.attribute("k".repeat(128), 1));
    assertRefused(memory -> memory.attribute("k".repeat(129), 1), "attribute key has 129 bytes");
    assertRefused(memory -> memory.attribute("", 1), "attribute key must not be empty");
    assertAccepted(memory -> memory.attribute("k", "v".repeat(8_192)));
    assertRefused(
        memory -> memory.attribute("k", "v".repeat(8_193)), "attribute 'k' has over 8192 bytes");
  }

  private static Memory.Builder attributes(Memory.Builder memory, int count) {
    for (int i = 0; i < count; i++) {
      memory.attribute("k" + i, i);
    }
    return memory;
  }

  @Test
  void check_listAttributes_countAllElements() {
    assertAccepted(memory -> memory.attribute("k", List.of()));
    assertAccepted(memory -> memory.attribute("k", List.of("v".repeat(4_096), "v".repeat(4_096))));
    assertRefused(
        memory -> memory.attribute("k", List.of("v".repeat(4_096), "v".repeat(4_097))),
        "over 8192 bytes");
    assertAccepted(memory -> memory.attribute("k", list(1_024, new LongValue(1))));
    assertRefused(
        memory -> memory.attribute("k", list(1_025, new LongValue(1))), "over 8192 bytes");
    assertAccepted(memory -> memory.attribute("k", list(8_192, new StringValue(""))));
    assertRefused(
        memory -> memory.attribute("k", list(8_193, new StringValue(""))), "over 8192 bytes");
  }

  private static ListValue list(int size, Scalar element) {
    return new ListValue(Collections.nCopies(size, element));
  }

  @Test
  void check_dimension() {
    assertAccepted(memory -> memory.embedding(new float[8_192]));
    assertRefused(
        memory -> memory.embedding(new float[8_193]),
        "a vector of 8193 dimensions is outside 1 to 8192");
    assertRefused(() -> LIMITS.checkDimension(0), "outside 1 to 8192");
  }

  @Test
  void json_isAsLongAsAText_andReallyJson() {
    assertAccepted(m -> m.attribute("doc", new JsonValue("{\"a\": [1, null, \"é\"]}")));
    var longest = "\"" + "x".repeat((1 << 20) - 2) + "\"";
    assertAccepted(m -> m.attribute("doc", new JsonValue(longest)));
    assertRefused(m -> m.attribute("doc", new JsonValue(longest + " ")), "attribute 'doc' has");
    var deepest = "[".repeat(100) + "]".repeat(100);
    assertAccepted(m -> m.attribute("doc", new JsonValue(deepest)));
    assertRefused(m -> m.attribute("doc", new JsonValue("[" + deepest + "]")), "'doc' is not JSON");
    for (var bad : List.of("", " ", "{", "{}{}", "[1,]", "nul", "NaN", "'a'", "\"\n\"")) {
      assertRefused(m -> m.attribute("doc", new JsonValue(bad)), "attribute 'doc' is not JSON");
    }
    assertRefused(m -> m.attribute("doc", new JsonValue("\"\uD800\"")), "unpaired surrogate");
  }

  @Test
  void checkQuery_mayBeEmpty() {
    assertAccepted(() -> LIMITS.checkQuery(""));
    assertAccepted(() -> LIMITS.checkQuery("q".repeat(65_536)));
    assertRefused(() -> LIMITS.checkQuery("q".repeat(65_537)), "query has 65537 bytes");
  }

  @Test
  void setter_refusesLimitsThatAreNone() {
    assertRefused(() -> LIMITS.maxDimension(0), "maxDimension must be positive, not 0");
    assertRefused(() -> LIMITS.maxQueryBytes(-1), "maxQueryBytes must be positive, not -1");
    assertRefused(() -> LIMITS.maxFilterValues(0), "maxFilterValues must be positive, not 0");
    assertAccepted(() -> LIMITS.maxFilterDepth(Limits.DEEPEST_FILTER));
    assertRefused(
        () -> LIMITS.maxFilterDepth(Limits.DEEPEST_FILTER + 1), "maxFilterDepth 513 is above 512");
  }

  @Test
  void defaults_areTheDocumentedOnes() {
    assertThat(LIMITS)
        .hasToString(
            "Limits[maxDimension=8192, maxIdBytes=512, maxNamespaceBytes=256, maxTextBytes=1048576, "
                + "maxAttributes=64, maxAttributeKeyBytes=128, maxAttributeValueBytes=8192, "
                + "maxLimit=10000, maxWindow=100000, maxFilterNodes=1024, maxFilterDepth=32, "
                + "maxQueryBytes=65536, maxFilterValues=65536]");
  }

  @Test
  void setter_changesItsOwnLimitAndNoOther() {
    var wide = LIMITS.maxIdBytes(7).maxLimit(8);
    assertThat(wide.maxIdBytes()).isEqualTo(7);
    assertThat(wide.maxLimit()).isEqualTo(8);
    assertThat(wide.maxIdBytes(512).maxLimit(10_000)).isEqualTo(LIMITS).hasSameHashCodeAs(LIMITS);
    assertThat(wide).isNotEqualTo(LIMITS);
  }

  private static Memory memory(UnaryOperator<Memory.Builder> change) {
    return change.apply(Memory.text("text").id("id").time(Instant.EPOCH)).build();
  }

  private static void assertAccepted(UnaryOperator<Memory.Builder> change) {
    assertAccepted(() -> LIMITS.check("default", memory(change)));
  }

  private static void assertRefused(UnaryOperator<Memory.Builder> change, String reason) {
    var memory = memory(change);
    assertRefused(() -> LIMITS.check("default", memory), reason);
  }

  private static void assertAccepted(ThrowingCallable call) {
    assertThatCode(call).doesNotThrowAnyException();
  }

  private static void assertRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(reason);
  }
}
