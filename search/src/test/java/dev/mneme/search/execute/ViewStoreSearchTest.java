package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.core.log.format.LogRecord.Put;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor on the real views: what they agreed on is what they do. */
class ViewStoreSearchTest {
  private static final int DIMENSION = 16;
  private static final int EACH = 700;

  @TempDir Path directory;
  private ViewStore store;
  private SearchExecutor executor;
  private final Random random = new Random(42);

  @BeforeEach
  void open() throws InterruptedException {
    store = new ViewStore(directory);
    for (String namespace : List.of("a", "b", "c")) {
      var memories = new ArrayList<Memory>();
      for (int i = 0; i < EACH; i++) {
        memories.add(memory(i));
      }
      store.addAll(namespace, memories);
    }
    store.vector().awaitGraph();
    executor =
        new SearchExecutor(store, Similarity.COSINE, Limits.defaults(), ForkJoinPool.commonPool());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void hybrid_findsExactlyTheUnionOfWhatTheLegsMatch() {
    for (int round = 0; round < 30; round++) {
      String word = "w" + random.nextInt(40);
      var filter = Filter.eq("kind", random.nextInt(8));
      var from = Instant.ofEpochSecond(random.nextInt(5_000));
      var request =
          SearchRequest.text(word).vector(embedding()).filter(filter).from(from).limit(10_000);
      boolean vector = round % 2 == 0;
      if (!vector) {
        request.legs(Set.of(Leg.TEXT));
      }
      var result =
          executor.search(
              PreparedSearch.in("b", request.build(), OptionalInt.empty(), System.nanoTime()));

      var expected =
          store.puts.stream()
              .filter(put -> put.namespace().equals("b") && !put.memory().time().isBefore(from))
              .filter(put -> FilterEvaluator.matches(filter, put.memory().attributes()))
              .filter(
                  put ->
                      List.of(put.memory().text().split(" ")).contains(word)
                          || (vector && put.memory().embedding().isPresent()))
              .map(Put::id)
              .toList();
      assertThat(result.hits().stream().map(hit -> hit.memory().id()))
          .as("round %d", round)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(result.partial()).isFalse();
    }
  }

  @Test
  void relevance_isThatOfTheVector_whicheverLegFoundTheMemory() {
    var query = embedding();
    var request =
        SearchRequest.text("w1 w2")
            .vector(query)
            .legs(Set.of(Leg.TEXT, Leg.VECTOR))
            .limit(150)
            .build();
    var hits =
        executor
            .search(PreparedSearch.everywhere(request, OptionalInt.empty(), System.nanoTime()))
            .hits();
    assertThat(hits).hasSize(150).anyMatch(hit -> !hit.legs().containsKey(Leg.VECTOR));
    for (var hit : hits) {
      if (hit.memory().embedding().isPresent()) {
        assertThat(hit.relevance())
            .isCloseTo((1 + cosine(query, hit.memory().embedding().get())) / 2, within(1e-5));
      } else {
        assertThat(hit.relevance()).isGreaterThan(0).isLessThan(1);
      }
    }
  }

  @Test
  void browse_isNewestFirst() {
    var request = SearchRequest.builder().limit(500).filter(Filter.eq("kind", 3L)).build();
    var hits =
        executor
            .search(PreparedSearch.everywhere(request, OptionalInt.empty(), System.nanoTime()))
            .hits();
    assertThat(hits)
        .isSortedAccordingTo((x, y) -> y.memory().time().compareTo(x.memory().time()))
        .hasSizeGreaterThan(100);
  }

  @Test
  void syntaxAndHighlights_comeFromTheTextView() {
    var request =
        SearchRequest.builder().textSyntax("+w1 +w2*").highlight(true).snippet(30).build();
    var hits =
        executor
            .search(PreparedSearch.everywhere(request, OptionalInt.empty(), System.nanoTime()))
            .hits();
    assertThat(hits)
        .isNotEmpty()
        .allSatisfy(
            hit -> {
              assertThat(hit.memory().text()).contains("w1").containsPattern("w2");
              assertThat(hit.highlights()).isNotEmpty();
              assertThat(hit.snippet()).isPresent();
            });
  }

  private Memory memory(int i) {
    var words =
        IntStream.range(0, 3 + random.nextInt(9)).mapToObj(j -> "w" + random.nextInt(40)).toList();
    var memory =
        Memory.text(String.join(" ", words))
            .id("m" + i)
            .time(Instant.ofEpochSecond(random.nextInt(10_000)))
            .attribute("kind", (long) random.nextInt(8));
    return (random.nextInt(8) == 0 ? memory : memory.embedding(embedding())).build();
  }

  private Embedding embedding() {
    var values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(values);
  }

  private static double cosine(Embedding a, Embedding b) {
    double dot = 0;
    double norms = 0;
    double otherNorms = 0;
    for (int i = 0; i < a.dimension(); i++) {
      dot += (double) a.array()[i] * b.array()[i];
      norms += (double) a.array()[i] * a.array()[i];
      otherNorms += (double) b.array()[i] * b.array()[i];
    }
    return dot / Math.sqrt(norms * otherNorms);
  }
}
