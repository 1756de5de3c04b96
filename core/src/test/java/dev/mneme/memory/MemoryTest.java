package dev.mneme.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    var memory = Memory.text("text").attributes(reversed).build();
    assertThat(memory.attributes().keySet()).containsExactly("a", "b");
    assertThat(memory.attributes().comparator()).isNull();
  }

  @Test
  void attributes_areACopyThatCannotChange() {
    var attributes = new TreeMap<String, AttributeValue>(Map.of("a", AttributeValue.of(1)));
    var builder = Memory.text("text").attributes(attributes);
    var memory = builder.build();
    attributes.put("b", AttributeValue.of(2));
    var other = builder.attribute("c", 3).build();
    assertThat(memory.attributes()).containsOnlyKeys("a");
    assertThat(other.attributes()).containsOnlyKeys("a", "c");
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

  private static final Memory CATS =
      Memory.text("Cats sleep by day").id("a").time(TIME).attribute("k", 1).embedding(1, 0).build();

  @Test
  void toBuilder_withAnotherText_dropsTheEmbeddingOfTheOldOne() {
    var dogs = CATS.toBuilder().text("Dogs bark at night").build();
    assertThat(dogs.embedding()).isEmpty();
    assertThat(dogs.attributes()).isEqualTo(CATS.attributes());
    assertThat(CATS.toBuilder().text("Cats sleep by day ").build().embedding()).isEmpty();
  }

  @Test
  void toBuilder_withTheSameText_keepsTheEmbedding() {
    assertThat(CATS.toBuilder().build()).isEqualTo(CATS);
    assertThat(CATS.toBuilder().text(CATS.text()).build()).isEqualTo(CATS);
    assertThat(CATS.toBuilder().text("Dogs").text(CATS.text()).build()).isEqualTo(CATS);
    assertThat(CATS.toBuilder().attribute("k", 2).time(TIME).build().embedding())
        .isEqualTo(CATS.embedding());
  }

  @Test
  void embeddingThatIsSet_staysInWhicheverOrder() {
    var given = Embedding.of(0, 1);
    assertThat(CATS.toBuilder().text("Dogs").embedding(given).build().embedding()).contains(given);
    assertThat(CATS.toBuilder().embedding(given).text("Dogs").build().embedding()).contains(given);
    assertThat(Memory.text("a").embedding(given).text("b").build().embedding()).contains(given);
  }

  /** An image's vector, say: its caption is no reason to lose it. */
  @Test
  void embeddingOfAMemoryWithoutWords_staysWhenItGetsSome() {
    var image = Memory.builder().id("image").embedding(1, 0).build();
    assertThat(image.toBuilder().text("a boat").build().embedding()).isEqualTo(image.embedding());
    assertThat(MemoryUpdate.builder().text("a boat").build().applyTo(image).embedding())
        .isEqualTo(image.embedding());
  }

  /** The builder and the update are two ways to say one thing. */
  @Test
  void builderAndUpdate_agreeOnWhatBecomesOfTheEmbedding() {
    for (var before : List.of("", " ", "a", "b")) {
      for (var after : List.of("", " ", "a", "b")) {
        var memory = Memory.text(before).id("x").time(TIME).embedding(1, 0).build();
        assertThat(memory.toBuilder().text(after).build())
            .isEqualTo(MemoryUpdate.builder().text(after).build().applyTo(memory));
      }
    }
  }

  @Test
  void nulls_areRefusedByName() {
    var values = new HashMap<String, AttributeValue>();
    values.put("tags", null);
    var keys = new HashMap<String, AttributeValue>();
    keys.put(null, AttributeValue.of(1));
    for (var refused :
        List.<Map.Entry<String, Runnable>>of(
            Map.entry(
                "attribute 'tags' has null at index 1",
                () -> Memory.text("a").attribute("tags", Arrays.asList("x", null))),
            Map.entry(
                "attribute 'tags' is null",
                () -> Memory.text("a").attribute("tags", (List<String>) null)),
            Map.entry(
                "attribute 'tags' is null",
                () -> Memory.text("a").attribute("tags", (String) null)),
            Map.entry(
                "attribute 'tags' is null",
                () -> Memory.text("a").attribute("tags", (AttributeValue) null)),
            Map.entry(
                "attribute 'tags' is null",
                () -> Memory.text("a").attribute("tags", (Instant) null)),
            Map.entry("attribute 'tags' is null", () -> Memory.text("a").attributes(values)),
            Map.entry("null for its key", () -> Memory.text("a").attributes(keys)),
            Map.entry(
                "attribute 'tags' is null",
                () -> MemoryUpdate.builder().attribute("tags", (String) null)),
            Map.entry(
                "element 1 of a list is null",
                () -> AttributeValue.ofStrings(Arrays.asList("x", null))),
            Map.entry(
                "element 0 of a list is null",
                () -> new AttributeValue.ListValue(Collections.singletonList(null))),
            Map.entry("text of memory", () -> Memory.text(null).id("i").build()))) {
      assertThatThrownBy(refused.getValue()::run)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(refused.getKey());
    }
  }
}
