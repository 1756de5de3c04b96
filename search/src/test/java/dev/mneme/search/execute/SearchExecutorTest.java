package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.filter.Filter;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Memory;
import dev.mneme.search.cost.UnitCosts;
import dev.mneme.request.Diversity;
import dev.mneme.request.Fusion;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchExecutorTest extends ExecutorFixture {

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
}
