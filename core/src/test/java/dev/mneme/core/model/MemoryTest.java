package dev.mneme.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final Instant TIME = Instant.parse("2023-05-07T13:56:00.123456Z");

  @Test
  void build_truncatesTimesToMilliseconds() {
    var memory = Memory.text("a").time(TIME).expires(TIME).build();
    assertThat(memory.time()).isEqualTo(Instant.parse("2023-05-07T13:56:00.123Z"));
    assertThat(memory.expires()).contains(Instant.parse("2023-05-07T13:56:00.123Z"));
  }

  @Test
  void build_withoutATime_takesNow() {
    var before = Instant.now().minusMillis(1);
    var memory = Memory.text("a").build();
    assertThat(memory.time()).isBetween(before, Instant.now());
    assertThat(memory.embedding()).isEmpty();
    assertThat(memory.expires()).isEmpty();
  }

  @Test
  void build_withoutAnId_makesDifferentTimeOrderedUuids() {
    var ids = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(Memory.text("a").time(TIME).build().id());
    }
    assertThat(ids)
        .hasSize(1_000)
        .allSatisfy(id -> assertThat(UUID.fromString(id).version()).isEqualTo(7));
    assertThat(MemoryIds.next(TIME)).isLessThan(MemoryIds.next(TIME.plusMillis(1)));
    assertThat(UUID.fromString(MemoryIds.next(TIME)).variant()).isEqualTo(2);
    assertThat(UUID.fromString(MemoryIds.next(TIME)).getMostSignificantBits() >>> 16)
        .isEqualTo(TIME.toEpochMilli());
  }

  @Test
  void attributes_areSortedByKey_whateverOrderTheMapHas() {
    var reversed = new TreeMap<String, AttributeValue>(Comparator.reverseOrder());
    reversed.put("a", AttributeValue.of(1));
    reversed.put("b", AttributeValue.of(2));
    var memory = new Memory("id", "text", TIME, reversed, Optional.empty(), Optional.empty());
    assertThat(memory.attributes().keySet()).containsExactly("a", "b");
    assertThat(memory.attributes().comparator()).isNull();
  }

  @Test
  void attributes_areACopyThatCannotChange() {
    var attributes = new TreeMap<String, AttributeValue>(Map.of("a", AttributeValue.of(1)));
    var memory = new Memory("id", "text", TIME, attributes, Optional.empty(), Optional.empty());
    attributes.put("b", AttributeValue.of(2));
    assertThat(memory.attributes()).containsOnlyKeys("a");
    assertThatThrownBy(() -> memory.attributes().put("b", AttributeValue.of(2)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void toBuilder_keepsEverything() {
    var memory =
        Memory.text("text")
            .id("id")
            .time(TIME)
            .attribute("string", "s")
            .attribute("boolean", true)
            .attribute("long", 1)
            .attribute("double", 1.5)
            .attribute("instant", TIME)
            .attribute("list", List.of("a", "b"))
            .embedding(1, 2)
            .expires(TIME.plusSeconds(1))
            .build();
    assertThat(memory.toBuilder().build()).isEqualTo(memory);
    var bare = Memory.builder().id("id").time(TIME).build();
    assertThat(bare.toBuilder().build()).isEqualTo(bare);
    assertThat(memory.attributes().values())
        .containsExactly(
            AttributeValue.of(true),
            AttributeValue.of(1.5),
            AttributeValue.of(TIME),
            AttributeValue.ofStrings(List.of("a", "b")),
            AttributeValue.of(1),
            AttributeValue.of("s"));
  }
}
