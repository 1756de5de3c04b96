package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Embedding;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import dev.mneme.search.cost.UnitCosts;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages of one request and one limit, found by an approximate search: whatever it misses, no page
 * shows what another has shown, and all of them together show everything.
 */
class ApproximatePagesTest {
  private static final int SIZE = 2_500;
  private static final int DIMENSION = 12;

  @TempDir private Path directory;
  private ViewStore store;
  private SearchExecutor executor;
  private final Random random = new Random(11);

  @BeforeEach
  void open() throws InterruptedException {
    store = new ViewStore(directory);
    var memories = new ArrayList<Memory>();
    for (int i = 0; i < SIZE; i++) {
      memories.add(
          Memory.text("w" + random.nextInt(20))
              .id("m" + i)
              .time(Instant.ofEpochSecond(random.nextInt(3)))
              .embedding(
                  i % 5 == 0 && i > 0 ? memories.get(i / 2).embedding().orElseThrow() : embedding())
              .build());
    }
    store.addAll("a", memories);
    store.vector().awaitGraph();
    store.vector().compact();
    // so dear a scan that the graph is always searched, and by a narrow beam
    var costs = UnitCosts.defaults().withComponent(1_000).withOtherThread(80_000_000);
    executor =
        new SearchExecutor(
            StoreSource.of(store),
            Similarity.COSINE,
            Limits.defaults(),
            Runnable::run,
            Clock.systemUTC(),
            costs);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Embedding embedding() {
    var values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(values);
  }

  private SearchResult page(SearchRequest.Builder request, int offset, int limit) {
    return executor.search(
        PreparedSearch.in(
            "a",
            request.offset(offset).limit(limit).build(),
            OptionalInt.empty(),
            System.nanoTime()));
  }

  @Test
  void pagesOfOneLimit_showEachMemoryOnce() {
    for (var request :
        List.of(
            SearchRequest.vector(embedding()).recall(.5),
            SearchRequest.vector(embedding()).ef(1),
            SearchRequest.text("w3 w7").vector(embedding()).recall(.5))) {
      request.explain(true);
      for (int limit : new int[] {9, 40, 170}) {
        int pages = Math.min(14, SIZE / limit);
        var seen = new HashSet<String>();
        for (int i = 0; i < pages; i++) {
          var result = page(request, i * limit, limit);
          assertThat(result.explanation().orElseThrow().render()).contains("graph, ef");
          var ids = result.hits().stream().map(hit -> hit.memory().id()).toList();
          assertThat(ids).as("page %d of %d", i, limit).hasSize(limit);
          assertThat(seen).as("page %d of %d", i, limit).doesNotContainAnyElementsOf(ids);
          seen.addAll(ids);
        }
      }
    }
  }

  @Test
  void pagesUpToTheEnd_showAll() {
    var request = SearchRequest.vector(embedding()).recall(.5);
    var seen = new HashSet<String>();
    for (int offset = 0; offset < SIZE; offset += 500) {
      page(request, offset, 500).hits().forEach(hit -> seen.add(hit.memory().id()));
    }
    assertThat(seen).hasSize(SIZE);
  }
}
