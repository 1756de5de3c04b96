package dev.mneme.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.RelevanceScore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnemeEmbeddingStoreTest {
  private static final UUID SOME_UUID = new UUID(7, 11);
  private static final long SEED = new Random().nextLong();

  @TempDir private Path directory;
  private final Random random = new Random(SEED);
  private final RandomEntries randomly = new RandomEntries(random);
  private MemoryEngine engine;
  private Namespace namespace;
  private MnemeEmbeddingStore store;

  @BeforeEach
  void open() {
    engine = MemoryEngine.open(directory, EngineOptions.defaults().durability(Durability.ASYNC));
    namespace = engine.namespace("docs");
    store = new MnemeEmbeddingStore(namespace);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void metadata_comesBackThroughEveryTypedGetter() {
    var metadata =
        new Metadata()
            .put("string", "Zoë")
            .put("empty", "")
            .put("int", Integer.MIN_VALUE)
            .put("long", Long.MAX_VALUE)
            .put("float", 0.1f)
            .put("double", Math.PI)
            .put("uuid", SOME_UUID);
    var embedding = randomly.embedding();
    var id = store.add(embedding, TextSegment.from("Caroline joined", metadata));
    var match = all(embedding).getFirst();
    assertThat(match.embeddingId()).isEqualTo(id);
    assertThat(match.embedding()).isEqualTo(embedding);
    assertThat(match.embedded().text()).isEqualTo("Caroline joined");
    var found = match.embedded().metadata();
    assertThat(found.toMap()).hasSize(7);
    assertThat(found.getString("string")).isEqualTo("Zoë");
    assertThat(found.getString("empty")).isEmpty();
    assertThat(found.getInteger("int")).isEqualTo(Integer.MIN_VALUE);
    assertThat(found.getLong("long")).isEqualTo(Long.MAX_VALUE);
    assertThat(found.getFloat("float")).isEqualTo(0.1f);
    assertThat(found.getDouble("double")).isEqualTo(Math.PI);
    assertThat(found.getUUID("uuid")).isEqualTo(SOME_UUID);
  }

  @Test
  void attributesOfMnemesOwnApi_appearAsStrings() {
    namespace.add(
        Memory.text("native")
            .embedding(randomly.embedding().vector())
            .attribute("done", true)
            .attribute("at", Instant.parse("2024-01-01T00:00:00Z"))
            .attribute("tags", List.of("a", "b"))
            .attribute(" ", "a key that LangChain4j refuses")
            .build());
    assertThat(all(randomly.embedding()).getFirst().embedded().metadata().toMap())
        .isEqualTo(Map.of("done", "true", "at", "2024-01-01T00:00:00Z", "tags", "a, b"));
  }

  @Test
  void add_underAnIdThatExists_replaces() {
    var first = randomly.embedding();
    var second = randomly.embedding();
    store.add("x", first);
    store.add("x", second);
    assertThat(all(first)).hasSize(1);
    assertThat(all(first).getFirst().embedding()).isEqualTo(second);
    assertThat(all(first).getFirst().embedded()).isNull();
  }

  @Test
  void addAll_keepsTheOrderOfIds() {
    var embeddings = List.of(randomly.embedding(), randomly.embedding(), randomly.embedding());
    var ids =
        store.addAll(
            embeddings,
            List.of(TextSegment.from("a"), TextSegment.from("b"), TextSegment.from("c")));
    assertThat(namespace.getAll(ids)).extracting(Memory::text).containsExactly("a", "b", "c");
    assertThat(store.addAll(embeddings)).hasSize(3).doesNotContainAnyElementsOf(ids);
    assertThat(namespace.count()).isEqualTo(6);
  }

  @Test
  void addAll_acceptsMissingSegments_andRefusesOnesThatDoNotPairUp() {
    var ids = List.of("a", "b");
    var embeddings = List.of(randomly.embedding(), randomly.embedding());
    store.addAll(ids, embeddings, null);
    store.addAll(ids, embeddings, List.of());
    assertThat(namespace.count()).isEqualTo(2);
    assertThatThrownBy(() -> store.addAll(ids, embeddings, List.of(TextSegment.from("one"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("embeddings size (2) is not equal to embedded size (1)");
    assertThatThrownBy(() -> store.addAll(List.of("a"), embeddings, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void search_ranksAndCutsLikeBruteForce() {
    var entries = addRandom(300);
    for (int round = 0; round < 20; round++) {
      var query = randomly.embedding();
      double minScore = random.nextDouble() * 0.9;
      var expected =
          entries.values().stream()
              .map(entry -> score(query, entry.embedding()))
              .filter(score -> score >= minScore)
              .sorted(Comparator.reverseOrder())
              .limit(7)
              .toList();
      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(query)
              .maxResults(7)
              .minScore(minScore)
              .build();
      var matches = store.search(request).matches();
      assertThat(matches).as("seed %d", SEED).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        var match = matches.get(i);
        assertThat(match.score()).as("seed %d", SEED).isEqualTo(expected.get(i), within(1e-4));
        assertThat(match.score())
            .isEqualTo(score(query, entries.get(match.embeddingId()).embedding()), within(1e-4));
      }
    }
  }

  @Test
  void search_filtersAsLangChain4jItselfDoes() {
    var entries = addRandom(200);
    int selective = 0;
    for (int round = 0; round < 300; round++) {
      var filter = randomly.filter(3);
      var expected =
          entries.entrySet().stream()
              .filter(entry -> filter.test(entry.getValue().metadata()))
              .map(Map.Entry::getKey)
              .toList();
      assertThat(ids(filter))
          .as("%s, seed %d", filter, SEED)
          .containsExactlyInAnyOrderElementsOf(expected);
      selective += expected.isEmpty() || expected.size() == entries.size() ? 0 : 1;
    }
    assertThat(selective).as("seed %d", SEED).isGreaterThan(100);
  }

  @Test
  void filters_withoutACounterpart_areRefusedByName() {
    addRandom(3);
    assertRefused(metadata -> true, "no counterpart");
    assertRefused(new IsGreaterThan("uuid", SOME_UUID), "UUID");
    assertRefused(new IsEqualTo("n", new StringBuilder("x")), "java.lang.StringBuilder");
    assertThatThrownBy(() -> store.removeAll(new IsLessThan("uuid", SOME_UUID)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(namespace.count()).isEqualTo(3);
  }

  @Test
  void longChains_areOneLevel_andDeepNestingIsRefused() {
    addRandom(50);
    Filter chain = new IsEqualTo("n", 0);
    for (int i = 1; i < 500; i++) {
      chain = chain.or(new IsEqualTo("n", i));
    }
    assertThat(ids(chain)).isEqualTo(ids(new IsGreaterThanOrEqualTo("n", 0)));
    Filter deep = new IsEqualTo("n", 0);
    for (int i = 0; i < 100_000; i++) {
      deep = Filter.not(deep);
    }
    assertRefused(deep, "nested");
  }

  @Test
  void remove_byIdByFilterAndAltogether() {
    var entries = addRandom(100);
    var neighbour = new MnemeEmbeddingStore(engine.namespace("neighbour"));
    neighbour.add("id0", randomly.embedding());

    store.removeAll(List.of("id0", "id1", "nobody"));
    assertThat(namespace.count()).isEqualTo(98);

    var filter = new IsNotEqualTo("name", "a");
    store.removeAll(filter);
    assertThat(ids(new IsEqualTo("name", "a")))
        .containsExactlyInAnyOrderElementsOf(
            entries.entrySet().stream()
                .filter(entry -> !List.of("id0", "id1").contains(entry.getKey()))
                .filter(entry -> !filter.test(entry.getValue().metadata()))
                .map(Map.Entry::getKey)
                .toList());

    store.removeAll();
    assertThat(namespace.count()).isZero();
    assertThat(engine.namespace("neighbour").count()).isOne();
  }

  @Test
  void containsString_matchesAsLangChain4jItselfDoes() {
    var entries = addRandom(200);
    for (var part : List.of("", "a", "b", "ab", "é", "zz")) {
      for (var filter :
          List.of(new ContainsString("name", part), Filter.not(new ContainsString("name", part)))) {
        assertThat(ids(filter))
            .as("%s, seed %d", filter, SEED)
            .containsExactlyInAnyOrderElementsOf(
                entries.entrySet().stream()
                    .filter(entry -> filter.test(entry.getValue().metadata()))
                    .map(Map.Entry::getKey)
                    .toList());
      }
    }
  }

  @Test
  void whatLangChain4jCallsBlank_neverMakesASearchFail() {
    var blank = List.of(" ", "\u0001", "\t\n", "\u001f \u0000");
    var visible = List.of("\u2003", "\u00a0", "mneme-id:20", "mneme-id:", "mneme-id:zz");
    var vector = randomly.embedding();
    for (var odd : java.util.stream.Stream.concat(blank.stream(), visible.stream()).toList()) {
      namespace.add(
          Memory.text(odd).id(odd).attribute(odd, odd).embedding(vector.vector()).build());
    }
    var matches = all(vector);
    assertThat(matches).hasSize(9);
    var found = new LinkedHashMap<String, EmbeddingMatch<TextSegment>>();
    for (var match : matches) {
      found.put(match.embeddingId(), match);
    }
    assertThat(found).hasSize(9);
    for (var odd : visible.subList(0, 2)) {
      assertThat(found.get(odd).embedded().text()).isEqualTo(odd);
      assertThat(found.get(odd).embedded().metadata().getString(odd)).isEqualTo(odd);
    }
    assertThat(found.get("mneme-id:20").embedded()).isNull();
    assertThat(found).containsKeys("mneme-id:01", "mneme-id:6d6e656d652d69643a3230", "mneme-id:zz");

    var replaced = randomly.embedding();
    for (var id : found.keySet()) {
      store.addAll(List.of(id), List.of(replaced), null);
    }
    assertThat(namespace.count()).isEqualTo(9);
    assertThat(namespace.get(" ").orElseThrow().embedding().orElseThrow().array())
        .isEqualTo(replaced.vector());
    found.keySet().forEach(store::remove);
    assertThat(namespace.count()).isZero();
  }

  @Test
  void unusualWhitespace_comesBack() {
    var text = TextSegment.from("\u2003", new Metadata().put("\u2003", "\u2003"));
    var vector = randomly.embedding();
    var id = store.add(vector, text);
    assertThat(all(vector).getFirst().embedded()).isEqualTo(text);
    store.addAll(List.of("\u2003"), List.of(vector), List.of(text));
    store.remove(id);
    assertThat(all(vector)).extracting(EmbeddingMatch::embeddingId).containsExactly("\u2003");
  }

  @Test
  void badInput_isRefusedAsLangChain4jDoes_andNothingIsWritten() {
    var vector = randomly.embedding();
    for (var id : java.util.Arrays.asList(null, "", " ", "\u0001")) {
      assertIllegal(() -> store.add(id, vector), "id cannot be null or blank");
      assertIllegal(() -> store.remove(id), "id cannot be null or blank");
      var ids = java.util.Arrays.asList("good", id);
      assertIllegal(
          () -> store.addAll(ids, List.of(vector, vector), null), "id cannot be null or blank");
      assertIllegal(() -> store.removeAll(ids), "id cannot be null or blank");
    }
    assertIllegal(() -> store.add((Embedding) null), "embedding cannot be null");
    assertIllegal(() -> store.add("id", null), "embedding cannot be null");
    assertIllegal(() -> store.add((Embedding) null, TextSegment.from("t")), "cannot be null");
    assertIllegal(
        () -> store.addAll(java.util.Arrays.asList(vector, null)), "embedding cannot be null");
    assertIllegal(() -> store.search(null), "request cannot be null");
    assertIllegal(() -> store.removeAll((Filter) null), "filter cannot be null");
    assertIllegal(() -> store.add(Embedding.from(new float[] {Float.NaN})), "finite");
    assertIllegal(() -> store.add(Embedding.from(new float[0])), "dimension");
    assertIllegal(() -> store.add("i".repeat(513), vector), "id");
    assertThat(store.addAll((List<Embedding>) null)).isEmpty();
    assertThat(store.addAll((List<Embedding>) null, (List<TextSegment>) null)).isEmpty();
    assertThat(namespace.count()).isZero();
  }

  private static void assertIllegal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private record Entry(Embedding embedding, Metadata metadata) {}

  private Map<String, Entry> addRandom(int count) {
    var entries = new LinkedHashMap<String, Entry>();
    IntStream.range(0, count)
        .forEach(i -> entries.put("id" + i, new Entry(randomly.embedding(), randomly.metadata())));
    var segments =
        entries.values().stream().map(entry -> TextSegment.from("text", entry.metadata())).toList();
    var embeddings = entries.values().stream().map(Entry::embedding).toList();
    store.addAll(List.copyOf(entries.keySet()), embeddings, segments);
    return entries;
  }

  private static double score(Embedding query, Embedding entry) {
    return RelevanceScore.fromCosineSimilarity(CosineSimilarity.between(query, entry));
  }

  private List<EmbeddingMatch<TextSegment>> all(Embedding query) {
    return store
        .search(EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(1_000).build())
        .matches();
  }

  private List<String> ids(Filter filter) {
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(new float[] {1, 2, 3, 4, 5, 6, 7, 8}))
            .maxResults(1_000)
            .filter(filter)
            .build();
    return new ArrayList<>(
        store.search(request).matches().stream().map(EmbeddingMatch::embeddingId).toList());
  }

  private void assertRefused(Filter filter, String named) {
    assertThatThrownBy(() -> ids(filter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasCauseInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(named);
  }
}
