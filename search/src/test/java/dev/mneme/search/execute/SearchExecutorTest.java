package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.filter.Filter;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import dev.mneme.search.cost.UnitCosts;
import dev.mneme.request.Diversity;
import dev.mneme.request.Fusion;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchExecutorTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final List<String> WORDS =
      List.of("a", "be", "cat", "deer", "eagle", "fisher", "giraffe", "hedgehog");
  private static final int DIMENSION = 4;

  private final ModelSource source = new ModelSource();

  @AfterEach
  void everySnapshotIsGivenBack() {
    assertThat(source.openSnapshots.get()).isZero();
  }

  @Test
  void search_agreesWithTheOracle() {
    for (int seed = 0; seed < 12; seed++) {
      var random = new Random(seed);
      fill(random, 30 + random.nextInt(600));
      var executor = executor(random.nextBoolean() ? UnitCosts.defaults() : otherThreadIsFree());
      var oracle = new SearchOracle(source, NOW);
      for (int round = 0; round < 40; round++) {
        var request = randomRequest(random).build();
        var namespace =
            random.nextInt(4) == 0
                ? Optional.<String>empty()
                : Optional.of("ns" + random.nextInt(3));

        var result = search(executor, request, namespace);

        var expected = oracle.search(request, namespace);
        String what = "seed " + seed + ", round " + round + ", " + request + " in " + namespace;
        for (int i = 0; i < Math.min(expected.size(), result.hits().size()); i++) {
          var hit = result.hits().get(i);
          assertThat(hit.namespace() + "/" + hit.memory().id())
              .as("hit %d of %s, of %s", i, hit, what)
              .isEqualTo(expected.get(i).namespace() + "/" + expected.get(i).id());
        }
        assertThat(result.hits()).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(result.hits().get(i).relevance())
              .as(what)
              .isCloseTo(expected.get(i).relevance(), within(1e-5));
        }
        assertThat(result.partial()).as(what).isFalse();
        assertThat(result.hits())
            .as(what)
            .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
      }
    }
  }

  @Test
  void pages_joined_areTheWholeList() {
    for (int seed = 0; seed < 6; seed++) {
      var random = new Random(seed);
      fill(random, 700);
      var executor = executor(UnitCosts.defaults());
      var request = SearchRequest.text("cat eagle a").vector(embedding(random));
      if (seed % 2 == 1) {
        request.recencyHalfLife(Duration.ofDays(3)).fusion(Fusion.relativeScore());
      }
      if (seed % 3 == 2) {
        request.diversity(new Diversity(.6, 40));
      }
      var whole = ids(search(executor, request.limit(1_000).build(), Optional.empty()));
      var pages = new ArrayList<String>();
      int size = 7 + random.nextInt(60);
      for (int offset = 0; offset < 1_000; offset += size) {
        pages.addAll(
            ids(search(executor, request.offset(offset).limit(size).build(), Optional.empty())));
      }
      request.offset(0);
      assertThat(pages)
          .as("seed %d, pages of %d", seed, size)
          .containsExactlyElementsOf(whole)
          .doesNotHaveDuplicates();
      assertThat(whole).as("seed %d", seed).hasSizeGreaterThan(400);
    }
  }

  @Test
  void vectorLeg_yieldsAsManyAsMatch_howeverSelectiveTheFilter() {
    var random = new Random(1);
    fill(random, 500);
    for (int kind = 0; kind < 20; kind++) {
      var request =
          SearchRequest.vector(embedding(random))
              .legs(Set.of(Leg.VECTOR))
              .filter(Filter.eq("kind", (long) kind))
              .limit(400)
              .build();
      long matching =
          source.puts.stream()
              .filter(
                  put ->
                      new SearchOracle(source, NOW)
                          .allowed(put.ordinal(), request, Optional.empty()))
              .filter(put -> put.memory().embedding().isPresent())
              .count();
      assertThat(search(executor(UnitCosts.defaults()), request, Optional.empty()).hits())
          .hasSize((int) matching);
    }
  }

  @Test
  void legs_thatFindTheSame_areDeepenedUntilThePageIsFull() {
    for (int i = 0; i < 450; i++) {
      source.add("ns0", Memory.text("cat").id("m" + i).time(at(i)).embedding(1, i).build());
    }
    var request =
        SearchRequest.text("cat").vector(Embedding.of(1, 0)).limit(300).explain(true).build();
    assertThat(search(executor(UnitCosts.defaults()), request, Optional.of("ns0")).hits())
        .hasSize(300);
  }

  @Test
  void minRelevance_deepensTextUntilThePageIsFull_whereOnlyDeepHitsAreRelevant() {
    // the best 300 by words point the other way
    for (int i = 0; i < 300; i++) {
      source.add("ns0", Memory.text("cat").id("near" + i).time(at(i)).embedding(-1, 0).build());
    }
    for (int i = 0; i < 5; i++) {
      source.add("ns0", Memory.text("cat b b b").id("far" + i).time(at(i)).embedding(1, 0).build());
    }
    var request =
        SearchRequest.text("cat")
            .vector(Embedding.of(1, 0))
            .legs(Set.of(Leg.TEXT))
            .minRelevance(.9)
            .limit(5)
            .build();
    assertThat(ids(search(executor(UnitCosts.defaults()), request, Optional.of("ns0"))))
        .hasSize(5)
        .allMatch(id -> id.startsWith("far"));
  }

  @Test
  void minRelevance_stopsWhereTheVectorLegFallsBelow() {
    for (int i = 0; i < 5_000; i++) {
      source.add(
          "ns0", Memory.text("cat").id("m" + i).time(at(i)).embedding(i < 10 ? 1 : -1, 0).build());
    }
    var request = SearchRequest.vector(1, 0).minRelevance(.9).limit(50).build();
    var result = search(executor(UnitCosts.defaults()), request, Optional.of("ns0"));
    assertThat(result.hits()).hasSize(10);
    assertThat(source.legRuns).as("leg runs").hasValue(1);
  }

  @Test
  void minRelevance_withAZeroVector_goesByTheWords() {
    for (int i = 0; i < 300; i++) {
      source.add("ns0", Memory.text("cat").id("m" + i).time(at(i)).embedding(1, 0).build());
    }
    var request =
        SearchRequest.text("cat")
            .vector(Embedding.of(0, 0))
            .leg(Leg.TEXT, 1)
            .leg(Leg.TIME, 1)
            .leg(Leg.VECTOR, 1);
    var result =
        search(
            executor(UnitCosts.defaults()),
            request.minRelevance(.1).limit(100).offset(150).build(),
            Optional.of("ns0"));
    assertThat(result.hits()).hasSize(100);
  }

  @Test
  void minRelevance_visitsDeeperTiers_untilTheWindowIsFull() {
    // the newest 140 are below the bar
    for (int i = 0; i < 400; i++) {
      source.add(
          "ns0",
          Memory.text("cat").id("m" + i).time(at(i)).embedding(i >= 260 ? -1 : 1, 0).build());
    }
    var request =
        SearchRequest.vector(1, 0)
            .leg(Leg.VECTOR, 1)
            .leg(Leg.TIME, 5)
            .minRelevance(.9)
            .limit(90)
            .build();
    assertThat(search(executor(UnitCosts.defaults()), request, Optional.of("ns0")).hits())
        .hasSize(90);
  }

  @Test
  void browse_isNewestFirst_thenById() {
    source.add("ns0", Memory.text("x").id("c").time(at(5)).build());
    source.add("ns0", Memory.text("x").id("b").time(at(9)).build());
    source.add("ns0", Memory.text("x").id("a").time(at(9)).build());
    source.add("ns0", Memory.text("x").id("d").time(at(7)).build());
    var result =
        search(executor(UnitCosts.defaults()), SearchRequest.builder().build(), Optional.of("ns0"));
    assertThat(ids(result)).containsExactly("a", "b", "d", "c");
    assertThat(result.hits().getFirst().relevance()).isEqualTo(1);
    assertThat(result.hits().getFirst().legs())
        .containsEntry(Leg.TIME, new Hit.LegScore(1, at(9).toEpochMilli()));
  }

  @Test
  void timeout_thatHasPassed_isPartialAndNoError() {
    fill(new Random(3), 300);
    for (var legs :
        List.of(EnumSet.of(Leg.TEXT, Leg.VECTOR), EnumSet.of(Leg.TIME), EnumSet.allOf(Leg.class))) {
      var request =
          SearchRequest.text("cat")
              .vector(Embedding.of(1, 0, 0, 0))
              .legs(legs)
              .limit(200)
              .timeout(Duration.ofNanos(1))
              .explain(true)
              .build();
      var result =
          executor(otherThreadIsFree())
              .search(
                  PreparedSearch.everywhere(
                      request, OptionalInt.empty(), System.nanoTime() - 1_000_000));
      assertThat(result.partial()).isTrue();
      assertThat(result.explanation()).isPresent();
    }
  }

  @Test
  void timeout_farAway_isNotPartial() {
    fill(new Random(3), 300);
    var request = SearchRequest.text("cat").timeout(Duration.ofSeconds(Long.MAX_VALUE)).build();
    assertThat(search(executor(UnitCosts.defaults()), request, Optional.empty()).partial())
        .isFalse();
  }

  @Test
  void limitZero_unknownNamespace_emptyStore_findNothing() {
    assertThat(
            search(
                    executor(UnitCosts.defaults()),
                    SearchRequest.text("cat").build(),
                    Optional.empty())
                .hits())
        .isEmpty();
    fill(new Random(3), 50);
    assertThat(
            search(
                    executor(UnitCosts.defaults()),
                    SearchRequest.text("cat").limit(0).build(),
                    Optional.empty())
                .hits())
        .isEmpty();
    assertThat(
            search(
                    executor(UnitCosts.defaults()),
                    SearchRequest.text("cat").build(),
                    Optional.of("nobody"))
                .hits())
        .isEmpty();
    assertThat(source.legRuns).as("leg runs").hasValue(0);
  }

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

  private SearchExecutor executor(UnitCosts costs) {
    return new SearchExecutor(
        source, Similarity.COSINE, Limits.defaults(), ForkJoinPool.commonPool(), clock(), costs);
  }

  private static UnitCosts otherThreadIsFree() {
    return UnitCosts.defaults().withOtherThread(0);
  }

  private static Clock clock() {
    return Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
  }

  private static SearchResult search(
      SearchExecutor executor, SearchRequest request, Optional<String> namespace) {
    return executor.search(
        new PreparedSearch(request, namespace, OptionalInt.empty(), System.nanoTime()));
  }

  private static List<String> ids(SearchResult result) {
    return result.hits().stream().map(hit -> hit.memory().id()).toList();
  }

  private static Instant at(int hour) {
    return Instant.ofEpochMilli(NOW - Duration.ofDays(30).toMillis()).plus(Duration.ofHours(hour));
  }

  private static Embedding embedding(Random random) {
    var values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(values);
  }

  /** Texts, times and kinds collide often; one in six has no vector, one in twenty is dead. */
  private void fill(Random random, int count) {
    source.puts.clear();
    source.dead.clear();
    source.graphNodes = random.nextInt(2) * count;
    for (int i = 0; i < count; i++) {
      var text =
          String.join(
              " ",
              IntStream.range(0, 1 + random.nextInt(6))
                  .mapToObj(j -> WORDS.get(random.nextInt(WORDS.size())))
                  .toList());
      var memory =
          Memory.text(text)
              .id("id" + random.nextInt(1_000) + "-" + i)
              .time(at(random.nextInt(24 * 40)))
              .attribute("kind", (long) random.nextInt(20));
      if (random.nextInt(6) > 0) {
        memory.embedding(embedding(random));
      }
      int ordinal = source.add("ns" + random.nextInt(3), memory.build());
      if (random.nextInt(20) == 0) {
        source.dead.add(ordinal);
      }
    }
  }

  private static SearchRequest.Builder randomRequest(Random random) {
    var request = SearchRequest.builder();
    boolean text = random.nextInt(3) > 0;
    boolean vector = random.nextInt(3) > 0;
    if (text) {
      request.text(
          String.join(
              " ",
              IntStream.range(0, 1 + random.nextInt(3))
                  .mapToObj(j -> WORDS.get(random.nextInt(WORDS.size())))
                  .toList()));
    }
    if (vector) {
      request.vector(embedding(random));
    }
    if (random.nextBoolean()) {
      Optional.of(Leg.TEXT)
          .filter(leg -> text && random.nextInt(4) > 0)
          .ifPresent(leg -> request.leg(leg, .2 + random.nextDouble()));
      Optional.of(Leg.VECTOR)
          .filter(leg -> vector && random.nextInt(4) > 0)
          .ifPresent(leg -> request.leg(leg, .2 + random.nextDouble()));
      request.leg(Leg.TIME, .1 + random.nextDouble());
    }
    if (random.nextInt(3) == 0) {
      request.filter(
          Filter.or(
              Filter.eq("kind", (long) random.nextInt(20)),
              Filter.eq("kind", (long) random.nextInt(20))));
    }
    if (random.nextInt(3) == 0) {
      int from = random.nextInt(24 * 40);
      request.from(at(from)).to(at(from + random.nextInt(24 * 20)));
    }
    if (random.nextInt(3) == 0) {
      request.recencyHalfLife(Duration.ofHours(1 + random.nextInt(200)));
    }
    if (random.nextInt(3) == 0) {
      request.minRelevance(random.nextDouble());
    }
    if (random.nextBoolean()) {
      // without ties of the sums, which rounding would break either way
      request.fusion(new Fusion.ReciprocalRank(random.nextInt(60)));
    }
    return request
        .limit(1 + random.nextInt(random.nextBoolean() ? 12 : 300))
        .offset(random.nextInt(3) == 0 ? random.nextInt(150) : 0);
  }
}
