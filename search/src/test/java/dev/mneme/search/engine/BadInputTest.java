package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.embed.HashingEmbedder;
import dev.mneme.filter.Filter;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.error.MnemeException;
import dev.mneme.error.StorageException;
import dev.mneme.memory.Similarity;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input is a typed error in one clear line; nothing of it is written, and the store goes on.
 */
class BadInputTest {
  private static final EngineOptions ASYNC = EngineOptions.defaults().durability(Durability.ASYNC);

  @TempDir private Path directory;

  static Stream<Arguments> requests() {
    return Stream.of(
        bad(
            "wrong dimension",
            n -> n.add(Memory.text("x").embedding(1, 2, 3).build()),
            "3 dimensions, the store has 2"),
        bad(
            "NaN",
            n -> n.add(Memory.text("x").embedding(1, Float.NaN).build()),
            "component 1 is NaN"),
        bad(
            "infinite",
            n -> n.add(Memory.text("x").embedding(Float.POSITIVE_INFINITY, 1).build()),
            "component 0 is Infinity"),
        bad(
            "neither text nor vector",
            n -> n.add(Memory.text(" \n").build()),
            "neither text nor vector"),
        bad(
            "long id",
            n -> n.add(Memory.text("x").id("i".repeat(513)).build()),
            "513 bytes, at most 512"),
        bad("empty id", n -> n.add(Memory.text("x").id("").build()), "id must not be empty"),
        bad(
            "long text",
            n -> n.add(Memory.text("t".repeat((1 << 20) + 1)).build()),
            "1048577 bytes, at most 1048576"),
        bad(
            "long attribute",
            n -> n.add(Memory.text("x").attribute("a", "v".repeat(9_000)).build()),
            "over 8192 bytes"),
        bad(
            "long key",
            n -> n.add(Memory.text("x").attribute("k".repeat(129), 1).build()),
            "129 bytes, at most 128"),
        bad("many attributes", n -> n.add(manyAttributes()), "65 attributes"),
        bad(
            "infinite attribute",
            n -> n.add(Memory.text("x").attribute("a", Double.NaN).build()),
            "NaN"),
        bad("surrogate", n -> n.add(Memory.text("x \ud800").build()), "surrogate"),
        bad(
            "far future",
            n -> n.add(Memory.text("x").time(Instant.MAX).build()),
            "outside the years"),
        bad(
            "batch with one bad",
            n -> n.addAll(List.of(Memory.text("good").build(), Memory.text("").build())),
            "neither"),
        bad(
            "batch with a wrong dimension",
            n ->
                n.putAll(
                    List.of(
                        Memory.text("good").embedding(3, 4).build(),
                        Memory.text("y").embedding(1).build())),
            "1 dimensions"),
        bad(
            "filter syntax",
            n -> n.search(SearchRequest.text("x").filter("speaker = ").build()),
            "column 1"),
        bad("filter key", n -> n.count(Filter.eq("", 1)), "key"),
        bad("deep filter", n -> n.count(deep(40)), "32"),
        bad("negative limit", n -> n.search(SearchRequest.text("x").limit(-1).build()), "limit"),
        bad("huge limit", n -> n.search(SearchRequest.text("x").limit(10_001).build()), "10000"),
        bad(
            "huge offset",
            n -> n.search(SearchRequest.text("x").offset(100_000).build()),
            "100000"),
        bad("negative offset", n -> n.search(SearchRequest.text("x").offset(-5).build()), "offset"),
        bad(
            "from after to",
            n ->
                n.search(
                    SearchRequest.text("x")
                        .from(Instant.EPOCH.plusSeconds(1))
                        .to(Instant.EPOCH)
                        .build()),
            "is after"),
        bad(
            "query dimension",
            n -> n.search(SearchRequest.vector(1, 2, 3).build()),
            "3 dimensions"),
        bad("query NaN", n -> n.search(SearchRequest.vector(1, Float.NaN).build()), "NaN"),
        bad(
            "vector leg without a vector",
            n -> n.search(SearchRequest.text("x").legs(Set.of(Leg.VECTOR)).build()),
            "VECTOR"),
        bad(
            "text leg without a text",
            n -> n.search(SearchRequest.vector(1, 2).legs(Set.of(Leg.TEXT)).build()),
            "TEXT"),
        bad(
            "all weights zero",
            n -> n.search(SearchRequest.text("x").leg(Leg.TEXT, 0).build()),
            "weight"),
        bad("long query", n -> n.search(SearchRequest.text("q".repeat(70_000)).build()), "65536"),
        bad("bad cursor", n -> n.list(ListRequest.newest(5).after("nonsense!").build()), "cursor"),
        bad("page of none", n -> n.list(ListRequest.newest(0).build()), "at least 1"),
        bad(
            "text syntax",
            n -> n.search(SearchRequest.builder().textSyntax("\"open").build()),
            "column"));
  }

  private static Arguments bad(String name, Consumer<Namespace> action, String message) {
    return arguments(name, action, message);
  }

  private static Memory manyAttributes() {
    var builder = Memory.text("x");
    for (int i = 0; i < 65; i++) {
      builder.attribute("a" + i, i);
    }
    return builder.build();
  }

  private static Filter deep(int depth) {
    var filter = Filter.eq("a", 1);
    for (int i = 0; i < depth; i++) {
      filter = Filter.not(filter);
    }
    return filter;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void badRequest_isRefusedInOneLineAndNothingIsWritten(
      String name, Consumer<Namespace> action, String message) {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("first").id("first").embedding(1, 2).build());
      var before = engine.stats();
      assertThatThrownBy(() -> action.accept(namespace))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(message)
          .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
      var after = engine.stats();
      assertThat(after.sequence()).isEqualTo(before.sequence());
      assertThat(after.log()).isEqualTo(before.log());
      namespace.add(Memory.text("still works").id("second").embedding(2, 1).build());
      assertThat(namespace.count()).isEqualTo(2);
    }
  }

  /**
   * A filter given as text is held to the limits of the engine that is asked, wider or narrower.
   */
  @Test
  void filterText_isReadUnderTheLimitsOfTheEngine() {
    var many = String.join(" OR ", Collections.nCopies(1_500, "kind = 1"));
    var search = SearchRequest.text("x").filter(many).build();
    var list = ListRequest.newest(5).filter(many).build();
    var memory = Memory.text("x").attribute("kind", 1).build();
    try (var engine = MemoryEngine.open(directory.resolve("usual"), ASYNC)) {
      engine.namespace().add(memory);
      assertThatThrownBy(() -> engine.namespace().search(search))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("1024 nodes");
      assertThatThrownBy(() -> engine.namespace().list(list))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("1024 nodes");
    }
    var wide = ASYNC.limits(Limits.defaults().maxFilterNodes(2_000));
    try (var engine = MemoryEngine.open(directory.resolve("wide"), wide)) {
      engine.namespace().add(memory);
      assertThat(engine.namespace().search(search).hits()).hasSize(1);
      assertThat(engine.namespace().list(list).entries()).hasSize(1);
    }
  }

  /** Wider limits than the log's format has: only the log can refuse, and has written nothing. */
  @Test
  void idThatTheLogRefuses_leavesTheStoreUsable() {
    var wide = Limits.defaults().maxIdBytes(100_000);
    try (var engine = MemoryEngine.open(directory, ASYNC.limits(wide))) {
      var namespace = engine.namespace();
      assertThatThrownBy(() -> namespace.add(Memory.text("x").id("i".repeat(70_000)).build()))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("70000 bytes");
      namespace.add(Memory.text("still works").build());
      assertThat(namespace.count()).isEqualTo(1);
    }
  }

  @Test
  void listBounds_mayLieBeyondAllTimesOrWithinAMillisecond() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("x").time(Instant.ofEpochMilli(10)).build());
      var within = Instant.ofEpochMilli(10).plusNanos(1);
      for (var all : List.of(ListRequest.newest(5), ListRequest.oldest(5))) {
        all.from(Instant.MIN).to(Instant.MAX);
        assertThat(namespace.list(all.build()).entries()).hasSize(1);
      }
      var from = ListRequest.newest(5).from(within).build();
      var to = ListRequest.newest(5).to(within).build();
      assertThat(namespace.list(from).entries()).isEmpty();
      assertThat(namespace.list(to).entries()).hasSize(1);
    }
  }

  @Test
  void longNamespace_isRefused() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      assertThatThrownBy(() -> engine.namespace("n".repeat(257)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> engine.namespace("")).isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void directoryWithOtherFiles_isNotTakenOver() throws Exception {
    Files.writeString(directory.resolve("thesis.txt"), "precious");
    assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("not a memory store");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void pathOfAFile_isAClearError() throws Exception {
    var file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> MemoryEngine.open(file, ASYNC))
        .isInstanceOf(MnemeException.class)
        .hasMessageContaining("file");
  }

  @Test
  void storeOfANewerFormat_isIncompatible() throws Exception {
    MemoryEngine.open(directory, ASYNC).close();
    var properties = directory.resolve("store.properties");
    Files.writeString(
        properties, Files.readString(properties).replaceFirst("format=\\d+", "format=99"));
    assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC))
        .isInstanceOf(IncompatibleException.class)
        .hasMessageContaining("format 99");
  }

  @Test
  void damagedProperties_areCorruption() throws Exception {
    MemoryEngine.open(directory, ASYNC).close();
    var properties = directory.resolve("store.properties");
    Files.writeString(properties, Files.readString(properties).replace("COSINE", "DOT"));
    assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void storeThatIsOpen_isLocked() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("open");
      engine.namespace().add(Memory.text("unharmed").build());
    }
    MemoryEngine.open(directory, ASYNC).close();
  }

  @Test
  void otherEmbedderDimensionOrSimilarity_isIncompatible() {
    MemoryEngine.open(directory, ASYNC.embedder(new HashingEmbedder(32))).close();
    assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC.embedder(new HashingEmbedder(64))))
        .isInstanceOf(IncompatibleException.class);
    assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC.dimension(7)))
        .isInstanceOf(IncompatibleException.class)
        .hasMessageContaining("32 dimensions, not 7");
    assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC.embedderName("another")))
        .isInstanceOf(IncompatibleException.class)
        .hasMessageContaining("another");
    assertThatThrownBy(() -> MemoryEngine.open(directory, ASYNC.similarity(Similarity.DOT)))
        .isInstanceOf(IncompatibleException.class);
    MemoryEngine.open(directory, ASYNC).close();
  }

  @Test
  void conflictInABatch_writesNothingOfIt() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("old").id("b").build());
      assertThatThrownBy(
              () ->
                  namespace.addAll(
                      List.of(Memory.text("1").id("a").build(), Memory.text("2").id("b").build())))
          .isInstanceOf(dev.mneme.error.ConflictException.class)
          .hasMessageContaining("'b'");
      assertThat(namespace.count()).isEqualTo(1);
      assertThat(namespace.get("b").orElseThrow().text()).isEqualTo("old");
    }
  }
}
