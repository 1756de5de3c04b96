package dev.mneme.search.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.embed.HashingEmbedder;
import dev.mneme.filter.Filter;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.request.ListRequest;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata that is no attribute: kept as JSON, back as it was, compared by no filter. */
class JsonMetadataTest {
  private static final long SEED = new Random().nextLong();
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder(16);

  @TempDir private Path directory;
  private final Random random = new Random(SEED);

  @Test
  void valuesOfAnyShape_comeBackAsTheyWere() {
    var values = new RandomValues(random);
    int json = 0;
    for (int round = 0; round < 5_000; round++) {
      var value = values.value(4);
      if (JavaValues.attribute("k", value) instanceof JsonValue attribute) {
        json++;
        assertThat(RandomValues.same(value, JavaValues.ofJson(attribute)))
            .as("%s as %s, seed %d", value, attribute.json(), SEED)
            .isTrue();
      }
    }
    assertThat(json).as("seed %d", SEED).isGreaterThan(2_000);
  }

  @Test
  void filters_thatCompareJson_sayso_everywhereAndAsLongAsItIsThere() throws Exception {
    var mixed = Filter.or(Filter.eq("n", 1), Filter.not(Filter.prefix("doc", "x")));
    try (var engine = open()) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("a").id("json").attribute("doc", new JsonValue("{}")).build());
      namespace.add(Memory.text("a").id("text").attribute("doc", "x").attribute("n", 1).build());
      engine.namespace("other").add(Memory.text("a").attribute("doc", "x").build());
      assertRefused(namespace, mixed);
      assertThat(namespace.count(Filter.exists("doc"))).isEqualTo(2);
      assertThat(namespace.count(Filter.eq("n", 1))).isEqualTo(1);
      assertThat(engine.namespace("other").count(Filter.eq("doc", "x"))).isEqualTo(1);
      engine.flush();
    }
    try (var engine = open()) {
      var namespace = engine.namespace();
      assertRefused(namespace, mixed);
      namespace.delete("json");
      assertThat(namespace.count(mixed)).isEqualTo(1);
    }
  }

  private static void assertRefused(Namespace namespace, Filter filter) {
    for (var call :
        List.<ThrowingCallable>of(
            () -> namespace.count(filter),
            () -> namespace.search(SearchRequest.text("a").filter(filter).build()),
            () -> namespace.list(ListRequest.newest(1).filter(filter).build()),
            () -> namespace.deleteAll(filter))) {
      assertThatThrownBy(call)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("'doc', which is JSON in 1");
    }
  }

  @Test
  void whatIsNoJson_isRefused() {
    try (var engine = open()) {
      for (var bad : List.of("", " ", "{", "{} {}", "[1,]", "nul", "{\"a\"}", "[".repeat(101))) {
        assertThatThrownBy(
                () ->
                    engine
                        .namespace()
                        .add(Memory.text("a").attribute("doc", new JsonValue(bad)).build()))
            .as(bad)
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("'doc'");
      }
      var large = new JsonValue("\"" + "x".repeat((1 << 20) - 2) + "\"");
      engine.namespace().add(Memory.text("a").id("l").attribute("doc", large).build());
      assertThat(engine.namespace().get("l").orElseThrow().attributes()).containsValue(large);
      assertThatThrownBy(
              () ->
                  engine
                      .namespace()
                      .add(
                          Memory.text("a")
                              .attribute("doc", new JsonValue(large.json() + " "))
                              .build()))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  private MemoryEngine open() {
    return MemoryEngine.open(
        directory, EngineOptions.defaults().durability(Durability.ASYNC).embedder(EMBEDDER));
  }
}
