package dev.mneme.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.core.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingBatchesTest {
  private static final long SEED = new Random().nextLong();

  /** Remembers its calls, fails at one of them, and counts how often its dimension is asked. */
  private static final class Model implements Embedder {
    final EmbeddingBatches batches;
    final List<List<String>> calls = new ArrayList<>();
    int failingCall = -1;
    int tooFewFrom = Integer.MAX_VALUE;
    int dimensionAsked;

    Model(EmbeddingBatches batches) {
      this.batches = batches;
    }

    @Override
    public String name() {
      return "model";
    }

    @Override
    public int dimension() {
      dimensionAsked++;
      return 1;
    }

    @Override
    public EmbeddingBatches batches() {
      return batches;
    }

    @Override
    public List<Embedding> embedMemories(List<String> texts) {
      calls.add(texts);
      if (calls.size() - 1 == failingCall) {
        throw new IllegalStateException("rate limit");
      }
      var vectors = texts.stream().map(Model::vector).toList();
      return calls.size() > tooFewFrom ? vectors.subList(1, vectors.size()) : vectors;
    }

    @Override
    public Embedding embedQuery(String text) {
      return vector(text);
    }

    static Embedding vector(String text) {
      return Embedding.of(Float.parseFloat(text.substring(0, text.indexOf(' '))));
    }

    List<String> asked() {
      return calls.stream().flatMap(List::stream).toList();
    }
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + " text").toList();
  }

  @Test
  void everySizeAroundEveryBound_isCutIntoFullCallsInOrder() {
    for (int bound : new int[] {1, 2, 3, 7, 256}) {
      for (int size :
          new int[] {
            0,
            1,
            bound - 1,
            bound,
            bound + 1,
            2 * bound - 1,
            2 * bound,
            2 * bound + 1,
            8 * bound + 1
          }) {
        var model = new Model(new EmbeddingBatches(bound, Long.MAX_VALUE, _ -> 1));
        var texts = texts(size);
        var vectors = EmbeddingBatches.embedMemories(model, texts);
        assertThat(vectors).isEqualTo(texts.stream().map(Model::vector).toList());
        assertThat(model.calls).as("%d of %d", size, bound).hasSize((size + bound - 1) / bound);
        assertThat(model.asked()).isEqualTo(texts);
        for (int i = 0; i < model.calls.size() - 1; i++) {
          assertThat(model.calls.get(i)).hasSize(bound);
        }
      }
    }
  }

  @Test
  void tokens_boundACall_butASingleTextGoesAlone() {
    var random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      int maxTexts = 1 + random.nextInt(6);
      long maxTokens = 1 + random.nextInt(40);
      TokenCounter counter = text -> text.length() - text.indexOf(' ') - 1;
      var model = new Model(new EmbeddingBatches(maxTexts, maxTokens, counter));
      var texts =
          IntStream.range(0, random.nextInt(30))
              .mapToObj(i -> i + " " + "x".repeat(random.nextInt(25)))
              .toList();
      EmbeddingBatches.embedMemories(model, texts);
      assertThat(model.asked()).as("seed %d", SEED).isEqualTo(texts);
      for (int i = 0; i < model.calls.size(); i++) {
        var call = model.calls.get(i);
        long tokens = call.stream().mapToLong(counter::tokens).sum();
        assertThat(call.size() == 1 || tokens <= maxTokens).as("seed %d", SEED).isTrue();
        assertThat(call).as("seed %d", SEED).hasSizeBetween(1, maxTexts);
        if (i + 1 < model.calls.size() && call.size() < maxTexts) {
          long next = counter.tokens(model.calls.get(i + 1).getFirst());
          assertThat(tokens + next)
              .as("no call is cut early, seed %d", SEED)
              .isGreaterThan(maxTokens);
        }
      }
    }
  }

  @Test
  void defaults_keepTwoThousandAndFortyNineTextsOutOfOneCall() {
    var model = new Model(EmbeddingBatches.defaults());
    EmbeddingBatches.embedMemories(model, texts(2_049));
    assertThat(model.calls).hasSize(3);
    assertThat(model.calls.getFirst()).hasSize(1_024);
    var long8k = IntStream.range(0, 100).mapToObj(i -> i + " " + "word ".repeat(6_000)).toList();
    var second = new Model(EmbeddingBatches.defaults());
    EmbeddingBatches.embedMemories(second, long8k);
    assertThat(second.calls).allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(10));
  }

  @Test
  void estimate_isAThirdOfTheUtf8Bytes() {
    var random = new Random(SEED);
    var counter = TokenCounter.estimate();
    assertThat(counter.tokens("")).isZero();
    for (int round = 0; round < 1_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        int codePoint = random.nextInt(0x10FFFF + 1);
        text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'a' : codePoint);
      }
      int bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
      assertThat(counter.tokens(text.toString())).as("seed %d", SEED).isEqualTo((bytes + 2) / 3);
    }
  }

  @Test
  void aFailingCall_costsNoneOfThoseBeforeIt(@TempDir Path directory) {
    for (int failing = 0; failing < 5; failing++) {
      var model = new Model(new EmbeddingBatches(10, 1_000, _ -> 1));
      model.failingCall = failing;
      var file = directory.resolve("cache-" + failing);
      var texts = texts(45);
      try (var cache = open(model, file)) {
        assertThatThrownBy(() -> cache.embedMemories(texts))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("rate limit");
      }
      model.calls.clear();
      model.failingCall = -1;
      try (var cache = open(model, file)) {
        assertThat(cache.embedMemories(texts))
            .isEqualTo(texts.stream().map(Model::vector).toList());
      }
      assertThat(model.asked()).isEqualTo(texts.subList(failing * 10, 45));
    }
  }

  @Test
  void wrongNumbersOfVectors_areRefusedInEveryCall() {
    for (int good = 0; good < 3; good++) {
      var model = new Model(new EmbeddingBatches(2, 1_000, _ -> 1));
      model.tooFewFrom = good;
      assertThatThrownBy(() -> EmbeddingBatches.embedMemories(model, texts(6)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("made 1 vectors of 2 texts");
      model.calls.clear();
      assertThatThrownBy(() -> CachingEmbedder.inMemory(model, 10).embedMemories(texts(6)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("made 1 vectors of 2 texts");
    }
  }

  @Test
  void cache_asksForTheDimensionOnce(@TempDir Path directory) {
    var model = new Model(EmbeddingBatches.defaults());
    try (var cache = open(model, directory.resolve("cache"))) {
      cache.embedMemories(texts(100));
      cache.embedMemories(texts(200));
      cache.embedQuery("7 question");
      assertThat(cache.dimension()).isEqualTo(1);
    }
    assertThat(model.dimensionAsked).isEqualTo(1);
    assertThat(model.calls).hasSize(2);
  }

  @Test
  void bounds_mustLeaveRoom() {
    assertThatThrownBy(() -> new EmbeddingBatches(0, 1, _ -> 1))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> new EmbeddingBatches(1, 0, _ -> 1))
        .isInstanceOf(InvalidRequestException.class);
  }

  private static CachingEmbedder open(Embedder model, Path file) {
    return CachingEmbedder.open(model, Storage.system(), file, EmbeddingCacheOptions.defaults());
  }
}
