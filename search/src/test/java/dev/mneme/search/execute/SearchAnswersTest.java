package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.filter.Filter;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import dev.mneme.search.cost.UnitCosts;
import dev.mneme.request.Diversity;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What stands in an answer beside its order, and what is refused. */
class SearchAnswersTest extends ExecutorFixture {

  @Test
  void zeroVector_leavesTheOrderToTheText_andFillsUp() {
    source.add("ns0", Memory.text("cat").id("a").time(at(1)).embedding(1, 0).build());
    source.add("ns0", Memory.text("deer").id("b").time(at(2)).embedding(1, 0).build());
    source.add("ns0", Memory.text("ox").id("c").time(at(3)).embedding(0, 0).build());
    source.add("ns0", Memory.text("ox").id("d").time(at(4)).build());
    var request = SearchRequest.text("cat").vector(Embedding.of(0, 0)).explain(true).build();
    var result = search(executor(UnitCosts.defaults()), request, Optional.of("ns0"));
    assertThat(ids(result)).containsExactly("a", "c", "b");
    assertThat(result.hits().stream().map(Hit::relevance)).containsExactly(.6, 0.0, 0.0);
    assertThat(result.explanation().orElseThrow().render()).contains("zero");
  }

  @Test
  void diversity_putsTheUnlikeBeforeTheNearDuplicate() {
    source.add("ns0", Memory.text("cat").id("best").time(at(3)).embedding(1, 0, 0).build());
    source.add("ns0", Memory.text("cat").id("copy").time(at(2)).embedding(1, .01f, 0).build());
    source.add("ns0", Memory.text("cat").id("other").time(at(1)).embedding(.8f, 0, .6f).build());
    var request = SearchRequest.vector(1, 0, 0);
    assertThat(ids(search(executor(UnitCosts.defaults()), request.build(), Optional.of("ns0"))))
        .containsExactly("best", "copy", "other");
    var diverse = request.diversity(new Diversity(.5, 3)).limit(2).build();
    assertThat(ids(search(executor(UnitCosts.defaults()), diverse, Optional.of("ns0"))))
        .containsExactly("best", "other");
  }

  @Test
  void diversity_withoutVectors_goesByWords() {
    source.add("ns0", Memory.text("cat deer").id("best").time(at(3)).build());
    source.add("ns0", Memory.text("cat deer").id("copy").time(at(2)).build());
    source.add("ns0", Memory.text("cat fisher").id("other").time(at(1)).build());
    var request = SearchRequest.text("cat").diversity(new Diversity(.4, 3)).build();
    assertThat(ids(search(executor(UnitCosts.defaults()), request, Optional.of("ns0"))))
        .containsExactly("best", "other", "copy");
  }

  @Test
  void highlightAndSnippet_comeWhereAskedFor() {
    source.add(
        "ns0",
        Memory.text("a be cat a be a be a be a be a be deer a be").id("a").time(at(3)).build());
    var hit =
        search(
                executor(UnitCosts.defaults()),
                SearchRequest.text("deer").highlight(true).snippet(20).build(),
                Optional.of("ns0"))
            .hits()
            .getFirst();
    assertThat(hit.highlights()).containsExactly(new Hit.Range(34, 38));
    assertThat(hit.snippet().orElseThrow()).contains("deer").hasSizeLessThanOrEqualTo(20);
    var plain =
        search(
                executor(UnitCosts.defaults()),
                SearchRequest.text("deer").build(),
                Optional.of("ns0"))
            .hits()
            .getFirst();
    assertThat(plain.highlights()).isEmpty();
    assertThat(plain.snippet()).isEmpty();
  }

  @Test
  void explanation_showsChosenAndRejectedWays_estimatedBesideActual() {
    fill(new Random(5), 300);
    source.graphNodes = 200;
    var request =
        SearchRequest.text("cat")
            .vector(embedding(new Random(1)))
            .leg(Leg.TEXT, 1)
            .leg(Leg.VECTOR, 1)
            .leg(Leg.TIME, .5)
            .from(at(100))
            .explain(true)
            .build();
    var explanation =
        search(executor(otherThreadIsFree()), request, Optional.of("ns0"))
            .explanation()
            .orElseThrow();
    assertThat(explanation.plan().parallel()).isTrue();
    assertThat(explanation.plan().range()).isPresent();
    assertThat(explanation.legs())
        .hasSize(3)
        .allSatisfy(
            leg -> {
              assertThat(leg.chosen().actual()).isPresent();
              assertThat(leg.rejected())
                  .hasSize(1)
                  .allSatisfy(way -> assertThat(way.actual()).isEmpty());
            });
    assertThat(explanation.render())
        .contains(
            "exact scan",
            "graph, ef " + dev.mneme.search.plan.Planner.DEFAULT_EF,
            "postings, joined",
            "newest first",
            "estimated",
            "actual");
  }

  @Test
  void requests_beyondLimits_areRefusedBeforeAnyWork() {
    var executor = executor(UnitCosts.defaults());
    refused(executor, SearchRequest.text("a").limit(10_001).build(), "10001", "10000");
    refused(
        executor, SearchRequest.text("a").limit(10_000).offset(90_001).build(), "90001", "100000");
    refused(executor, SearchRequest.text("a".repeat(70_000)).build(), "70000", "65536");
    refused(executor, SearchRequest.vector(1, 2, 3).build(), "3 dimensions", "have 4");
    var filter = Filter.eq("a", 1L);
    for (int i = 0; i < 40; i++) {
      filter = Filter.not(filter);
    }
    refused(executor, SearchRequest.text("a").filter(filter).build(), "32");
    refused(executor, SearchRequest.text("a").leg(Leg.TEXT, 0).build(), "weights");
    assertThat(source.legRuns).hasValue(0);
  }

  @Test
  void search_fromWithinABusyPool_doesNotDeadlock() throws Exception {
    fill(new Random(7), 200);
    try (var pool = new ForkJoinPool(1)) {
      var executor =
          new SearchExecutor(
              source, Similarity.COSINE, Limits.defaults(), pool, clock(), otherThreadIsFree());
      var request = SearchRequest.text("cat eagle").vector(embedding(new Random(1))).build();
      var hits =
          pool.submit(() -> search(executor, request, Optional.empty()).hits())
              .get(30, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(hits).isNotEmpty();
    }
  }

  @Test
  void search_withAClosedPool_runsInTheCaller() {
    fill(new Random(7), 200);
    var pool = Executors.newSingleThreadExecutor();
    pool.shutdownNow();
    var executor =
        new SearchExecutor(
            source, Similarity.COSINE, Limits.defaults(), pool, clock(), otherThreadIsFree());
    var request = SearchRequest.text("cat eagle").vector(embedding(new Random(1))).build();
    assertThat(search(executor, request, Optional.empty()).hits()).isNotEmpty();
  }

  @Test
  void searches_onOneSnapshot_seeTheSame() {
    source.add("ns0", Memory.text("cat").id("a").time(at(3)).build());
    try (var snapshot = source.snapshot()) {
      source.add("ns0", Memory.text("cat").id("b").time(at(4)).build());
      var executor = executor(UnitCosts.defaults());
      var prepared =
          PreparedSearch.everywhere(
              SearchRequest.text("cat").build(), OptionalInt.empty(), System.nanoTime());
      assertThat(ids(executor.search(prepared, snapshot))).containsExactly("a");
      assertThat(ids(executor.search(prepared))).containsExactlyInAnyOrder("a", "b");
    }
  }

  private void refused(SearchExecutor executor, SearchRequest request, String... parts) {
    var prepared = PreparedSearch.in("ns0", request, OptionalInt.of(DIMENSION), System.nanoTime());
    assertThatThrownBy(() -> executor.search(prepared))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContainingAll(parts);
  }
}
