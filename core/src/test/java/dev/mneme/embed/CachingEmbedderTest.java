package dev.mneme.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.ids.PlainStorage;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Embedding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingEmbedderTest {

  private static final int DIMENSION = 16;
  private static final int HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 20 + 4 * DIMENSION;
  private static final EmbeddingCacheOptions DEFAULTS = EmbeddingCacheOptions.defaults();

  private final PlainStorage storage = new PlainStorage();
  private final CountingEmbedder model = new CountingEmbedder("model", DIMENSION);
  @TempDir Path root;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = root.resolve("cache").resolve("embeddings");
  }

  private CachingEmbedder open() {
    return open(DEFAULTS);
  }

  private CachingEmbedder open(EmbeddingCacheOptions options) {
    return CachingEmbedder.open(model, storage, file, options);
  }

  private List<Embedding> expected(List<String> texts) {
    return model.hashing.embedMemories(texts);
  }

  @Test
  void batch_asksOnceForWhatIsNew() {
    try (var cache = open()) {
      assertThat(cache.name()).isEqualTo("model");
      assertThat(cache.dimension()).isEqualTo(DIMENSION);
      cache.embedMemories(List.of("b"));
      var texts = List.of("a", "b", "c", "a", "c", "b");
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
      assertThat(model.calls).containsExactly(List.of("b"), List.of("a", "c"));
      assertThat(cache.stats()).isEqualTo(new CachingEmbedder.Stats(4, 3));
      assertThat(cache.embedMemories(List.of())).isEmpty();
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
      assertThat(model.calls).hasSize(2);
    }
  }

  @Test
  void queriesAndMemories_areKeptApart() {
    try (var cache = open()) {
      var memory = cache.embedMemories(List.of("text")).getFirst();
      var query = cache.embedQuery("text");
      assertThat(query).isNotEqualTo(memory).isEqualTo(model.hashing.embedQuery("query: text"));
      assertThat(cache.embedQuery("text")).isEqualTo(query);
      assertThat(cache.embedMemories(List.of("text"))).containsExactly(memory);
      assertThat(model.calls).hasSize(2);
    }
  }

  @Test
  void reopened_answersFromTheFile() {
    var texts = texts(0, 500);
    try (var cache = open()) {
      cache.embedMemories(texts);
      cache.embedQuery("q");
    }
    model.calls.clear();
    try (var cache = open()) {
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
      assertThat(cache.embedQuery("q")).isEqualTo(model.hashing.embedQuery("query: q"));
      assertThat(model.calls).isEmpty();
      assertThat(cache.stats()).isEqualTo(new CachingEmbedder.Stats(501, 0));
    }
  }

  @Test
  void memoryTooSmall_isBackedByTheFile() {
    var texts = texts(0, 300);
    try (var cache = open(new EmbeddingCacheOptions(10, 1 << 20))) {
      cache.embedMemories(texts);
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
      assertThat(model.calls).hasSize(1);
    }
  }

  @Test
  void inMemory_isBounded() {
    var texts = texts(0, 1_000);
    var cache = CachingEmbedder.inMemory(model, 10);
    cache.embedMemories(texts);
    assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
    assertThat(model.calls.get(1)).hasSizeGreaterThanOrEqualTo(990);
  }

  @Test
  void otherModelOrDimension_startsAfresh() {
    try (var cache = open()) {
      cache.embedMemories(List.of("a"));
    }
    for (var other :
        List.of(new CountingEmbedder("other", DIMENSION), new CountingEmbedder("model", 8))) {
      try (var cache = CachingEmbedder.open(other, storage, file, DEFAULTS)) {
        assertThat(cache.embedMemories(List.of("a")))
            .isEqualTo(other.hashing.embedMemories(List.of("a")));
        assertThat(other.calls).hasSize(1);
      }
    }
  }

  @Test
  void wrongAnswers_nameTheEmbedderAndAreNotKept() {
    var wrongCount = new Faulty(List.of(Embedding.of(1, 2)), Embedding.of(1, 2));
    var cache = CachingEmbedder.open(wrongCount, storage, file, DEFAULTS);
    assertThatThrownBy(() -> cache.embedMemories(List.of("a", "b")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("embedder 'faulty' made 1 vectors of 2 texts, the first 'a'");

    var wrongDimension = new Faulty(List.of(Embedding.of(1, 2), Embedding.of(1)), Embedding.of(3));
    var other = CachingEmbedder.inMemory(wrongDimension, 10);
    assertThatThrownBy(() -> other.embedMemories(List.of("a", "b")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("embedder 'faulty' promises 2 dimensions but answered with 1 for the text 'b'");
    assertThatThrownBy(() -> other.embedQuery("a"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("'faulty'");
    assertThat(wrongDimension.calls).isEqualTo(2);
    assertThatThrownBy(() -> other.embedMemories(List.of("a", "b")))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(wrongDimension.calls).isEqualTo(3);
    cache.close();
  }

  @Test
  void vectorThatIsNotFinite_namesTheEmbedder() {
    var cache = CachingEmbedder.inMemory(new NotFinite(), 10);
    assertThatThrownBy(() -> cache.embedMemories(List.of("a")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(
            "embedder 'nan' failed for the text 'a': a vector must be finite, but component 1 is"
                + " NaN");
    assertThatThrownBy(() -> cache.embedQuery("a"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(
            "embedder 'nan' failed for the text 'a': a vector must be finite, but component 0 is"
                + " Infinity");
  }

  @Test
  void options_areChecked() {
    assertThatThrownBy(() -> new EmbeddingCacheOptions(0, 1))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> new EmbeddingCacheOptions(1, -1))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void keys_areDifferentForEveryPart() {
    assertThat(
            List.of(
                CacheKey.of("m", CacheKey.Kind.MEMORY, "text"),
                CacheKey.of("m", CacheKey.Kind.QUERY, "text"),
                CacheKey.of("n", CacheKey.Kind.MEMORY, "text"),
                CacheKey.of("m", CacheKey.Kind.MEMORY, "Text"),
                CacheKey.of("m\0t", CacheKey.Kind.MEMORY, "ext"),
                CacheKey.of("m", CacheKey.Kind.MEMORY, "text?"),
                CacheKey.of("m", CacheKey.Kind.MEMORY, "text\uD800")))
        .doesNotHaveDuplicates();
  }

  @Test
  void manyThreads_getTheirVectors() throws Exception {
    var options = new EmbeddingCacheOptions(20, HEADER_BYTES + 60 * RECORD_BYTES);
    try (var cache = open(options);
        var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        long seed = t;
        tasks.add(
            () -> {
              var random = new Random(seed);
              for (int round = 0; round < 500; round++) {
                int from = random.nextInt(150);
                var texts = texts(from, from + 1 + random.nextInt(5));
                assertThat(cache.embedMemories(texts))
                    .as("seed %d", seed)
                    .isEqualTo(expected(texts));
              }
              return null;
            });
      }
      for (var result : threads.invokeAll(tasks)) {
        result.get();
      }
      assertThat(cache.stats().hits()).isPositive();
    }
    assertThat(Files.size(file)).isLessThanOrEqualTo(options.fileBytes());
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "text " + i).toList();
  }

  private static final class Faulty implements Embedder {
    private final List<Embedding> memories;
    private final Embedding query;
    private int calls;

    Faulty(List<Embedding> memories, Embedding query) {
      this.memories = memories;
      this.query = query;
    }

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public List<Embedding> embedMemories(List<String> texts) {
      calls++;
      return memories;
    }

    @Override
    public Embedding embedQuery(String text) {
      calls++;
      return query;
    }
  }

  private record NotFinite() implements Embedder {
    @Override
    public String name() {
      return "nan";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public List<Embedding> embedMemories(List<String> texts) {
      return List.of(Embedding.of(1, Float.NaN));
    }

    @Override
    public Embedding embedQuery(String text) {
      return Embedding.of(Float.POSITIVE_INFINITY, 1);
    }
  }
}
