package dev.mneme.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.ids.PlainStorage;
import dev.mneme.memory.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of an embedding cache: its bound, and what damage to it costs. */
class EmbeddingCacheFileTest {
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
  void tornTail_isDroppedAtEveryLength() throws IOException {
    var texts = texts(0, 3);
    try (var cache = open()) {
      texts.forEach(text -> cache.embedMemories(List.of(text)));
    }
    byte[] whole = Files.readAllBytes(file);
    assertThat(whole).hasSize(HEADER_BYTES + 3 * RECORD_BYTES);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      model.calls.clear();
      try (var cache = open()) {
        assertThat(cache.embedMemories(texts))
            .as("cut to %d bytes", length)
            .isEqualTo(expected(texts));
        int kept = Math.max(0, length - HEADER_BYTES) / RECORD_BYTES;
        assertThat(cache.stats())
            .as("cut to %d bytes", length)
            .isEqualTo(new CachingEmbedder.Stats(kept, 3 - kept));
      }
      assertThat(Files.size(file)).as("cut to %d bytes", length).isEqualTo(whole.length);
    }
  }

  @Test
  void flippedBits_costOnlyWhatTheyHit() throws IOException {
    var texts = texts(0, 20);
    try (var cache = open()) {
      cache.embedMemories(texts);
    }
    byte[] whole = Files.readAllBytes(file);
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try (var cache = open()) {
        assertThat(cache.embedMemories(texts))
            .as("seed %d byte %d", seed, at)
            .isEqualTo(expected(texts));
        assertThat(cache.stats().misses())
            .as("seed %d byte %d", seed, at)
            .isEqualTo(at < HEADER_BYTES ? 20 : 1);
      }
    }
  }

  @Test
  void damageUnderAnOpenCache_isNeverAnswered() throws IOException {
    var texts = texts(0, 20);
    try (var cache = open(new EmbeddingCacheOptions(1, 1 << 20))) {
      cache.embedMemories(texts);
      byte[] bytes = Files.readAllBytes(file);
      Arrays.fill(bytes, HEADER_BYTES, bytes.length, (byte) 7);
      Files.write(file, bytes);
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
    }
  }

  @Test
  void garbageFile_isReplaced() throws IOException {
    Files.createDirectories(root.resolve("cache"));
    Files.writeString(file, "this is no cache file, but it is long enough for a header");
    try (var cache = open()) {
      cache.embedMemories(List.of("a"));
    }
    assertThat(Files.size(file)).isEqualTo(HEADER_BYTES + RECORD_BYTES);
  }

  @Test
  void file_staysInItsBoundAndKeepsTheNewest() throws IOException {
    int capacity = 100;
    var options = new EmbeddingCacheOptions(1, HEADER_BYTES + capacity * RECORD_BYTES + 5);
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var cache = open(options)) {
      for (int next = 0; next < 5_000; ) {
        int size = 1 + random.nextInt(30);
        var texts = texts(next, next + size);
        assertThat(cache.embedMemories(texts)).as("seed %d", seed).isEqualTo(expected(texts));
        next += size;
        assertThat(Files.size(file)).as("seed %d", seed).isLessThanOrEqualTo(options.fileBytes());
        model.calls.clear();
        var newest = texts(Math.max(0, next - 50), next);
        assertThat(cache.embedMemories(newest)).as("seed %d", seed).isEqualTo(expected(newest));
        assertThat(model.calls).as("seed %d: the newest half is there", seed).isEmpty();
      }
    }
    assertThat(storage.list(root.resolve("cache"))).doesNotContain("embeddings.tmp");
  }

  @Test
  void batchBeyondTheBound_keepsItsLastTexts() throws IOException {
    var options = new EmbeddingCacheOptions(1, HEADER_BYTES + 10 * RECORD_BYTES);
    var texts = texts(0, 35);
    try (var cache = open(options)) {
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
    }
    assertThat(Files.size(file)).isEqualTo(options.fileBytes());
    model.calls.clear();
    try (var cache = open(options)) {
      cache.embedMemories(texts(25, 35));
      assertThat(model.calls).isEmpty();
    }
  }

  @Test
  void loweredBound_shrinksTheFile() throws IOException {
    try (var cache = open()) {
      cache.embedMemories(texts(0, 200));
    }
    var options = new EmbeddingCacheOptions(1, HEADER_BYTES + 40 * RECORD_BYTES);
    model.calls.clear();
    try (var cache = open(options)) {
      assertThat(Files.size(file)).isEqualTo(HEADER_BYTES + 20 * RECORD_BYTES);
      cache.embedMemories(texts(180, 200));
      assertThat(model.calls).isEmpty();
    }
  }

  @Test
  void boundBelowOneRecord_storesNothing() throws IOException {
    for (long bytes : new long[] {0, 1, HEADER_BYTES + RECORD_BYTES - 1}) {
      try (var cache = open(new EmbeddingCacheOptions(10, bytes))) {
        assertThat(cache.embedMemories(List.of("a"))).isEqualTo(expected(List.of("a")));
      }
      assertThat(Files.exists(file) ? Files.size(file) : 0).isLessThanOrEqualTo(HEADER_BYTES);
    }
  }

  @Test
  void failingStorage_costsOnlyTheFile() {
    var texts = texts(0, 10);
    try (var cache = open(new EmbeddingCacheOptions(100, 1 << 20))) {
      cache.embedMemories(texts(0, 5));
      storage.fail(true);
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
      storage.fail(false);
      assertThat(cache.embedMemories(texts(0, 20))).isEqualTo(expected(texts(0, 20)));
    }
    storage.fail(true);
    try (var cache = open()) {
      assertThat(cache.embedMemories(texts)).isEqualTo(expected(texts));
    }
    storage.fail(false);
    model.calls.clear();
    try (var cache = open()) {
      cache.embedMemories(texts(0, 5));
      assertThat(model.calls).isEmpty();
    }
  }

  @Test
  void secondCacheOnTheSameFile_worksInMemory() throws IOException {
    try (var first = open();
        var second = open()) {
      first.embedMemories(List.of("a"));
      assertThat(second.embedMemories(List.of("a", "b"))).isEqualTo(expected(List.of("a", "b")));
      assertThat(Files.size(file)).isEqualTo(HEADER_BYTES + RECORD_BYTES);
    }
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "text " + i).toList();
  }
}
