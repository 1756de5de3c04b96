package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import dev.mneme.request.Fusion;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A zero vector, stored or asked, costs no hit. */
class ZeroVectorSearchTest {
  @TempDir private Path directory;

  private MemoryEngine open(Similarity similarity) {
    return MemoryEngine.open(
        directory, EngineOptions.defaults().similarity(similarity).durability(Durability.ASYNC));
  }

  private static Memory memory(String id, float... vector) {
    return Memory.text("text of " + id).id(id).time(Instant.EPOCH).embedding(vector).build();
  }

  private static void fill(Namespace namespace) {
    namespace.addAll(
        List.of(
            memory("zero", 0, 0),
            memory("near", 1, 1),
            memory("far", 9, 9),
            memory("across", 2, -2),
            memory("against", -1, -1)));
  }

  private static List<String> ids(SearchResult result) {
    return result.hits().stream().map(hit -> hit.memory().id()).toList();
  }

  @Test
  void underEuclideanDistance_zeroIsAPlaceAsAnyOther() {
    try (var engine = open(Similarity.EUCLIDEAN)) {
      fill(engine.namespace());
      var nearOne = SearchRequest.vector(1, 1).build();
      assertThat(ids(engine.namespace().search(nearOne)))
          .containsExactly("near", "zero", "against", "across", "far");
      var result = engine.namespace().search(SearchRequest.vector(0, 0).build());
      assertThat(ids(result)).containsExactly("zero", "against", "near", "across", "far");
      assertThat(result.hits().getFirst().relevance()).isEqualTo(1);
      assertThat(result.hits().get(1).relevance()).isCloseTo(1 / 3.0, within(1e-6));
    }
  }

  @Test
  void underDotProduct_zeroScoresZero() {
    try (var engine = open(Similarity.DOT)) {
      fill(engine.namespace());
      assertThat(ids(engine.namespace().search(SearchRequest.vector(1, 1).build())))
          .containsExactly("far", "near", "across", "zero", "against");
      var result = engine.namespace().search(SearchRequest.vector(0, 0).build());
      assertThat(ids(result)).containsExactly("across", "against", "far", "near", "zero");
      assertThat(result.hits()).allMatch(hit -> hit.relevance() == .5);
    }
  }

  @Test
  void underCosine_zeroIsAsIfOrthogonal() {
    try (var engine = open(Similarity.COSINE)) {
      fill(engine.namespace());
      var result = engine.namespace().search(SearchRequest.vector(1, 1).build());
      assertThat(ids(result)).containsExactly("far", "near", "across", "zero", "against");
      assertThat(result.hits().get(3).relevance()).isEqualTo(.5);
      assertThat(ids(engine.namespace().search(SearchRequest.vector(0, 0).build())))
          .containsExactly("across", "against", "far", "near", "zero");
    }
  }

  @ParameterizedTest
  @EnumSource
  void updates_fromAndToZero_areFollowed_alsoByACompactedAndReopenedStore(Similarity similarity) {
    try (var engine = open(similarity)) {
      fill(engine.namespace());
      engine.namespace().put(memory("zero", 3, 3));
      engine.namespace().put(memory("near", 0, 0));
      engine.compact();
      assertThat(ids(engine.namespace().search(SearchRequest.vector(3, 3).build()))).hasSize(5);
      engine.namespace().delete("near");
    }
    try (var engine = open(similarity)) {
      assertThat(ids(engine.namespace().search(SearchRequest.vector(3, 3).build())))
          .hasSize(4)
          .startsWith(similarity == Similarity.EUCLIDEAN ? "zero" : "far");
      engine.namespace().add(memory("again", 0, 0));
      assertThat(ids(engine.namespace().search(SearchRequest.vector(0, 0).build()))).hasSize(5);
      assertThat(engine.verify().ok()).isTrue();
    }
  }

  /** What tells no memory from another moves none that words have found. */
  @ParameterizedTest
  @EnumSource(names = {"COSINE", "DOT"})
  void zeroQueryBesideWords_fillsUpBehindThem(Similarity similarity) {
    try (var engine = open(similarity)) {
      fill(engine.namespace());
      engine.namespace().add(Memory.text("only words").id("words").time(Instant.EPOCH).build());
      for (var fusion : List.of(Fusion.reciprocalRank(), Fusion.relativeScore())) {
        var request = SearchRequest.text("far words").fusion(fusion);
        var byWords = ids(engine.namespace().search(request.build()));
        var result = engine.namespace().search(request.vector(0, 0).build());
        assertThat(ids(result)).startsWith(byWords.toArray(String[]::new)).hasSize(6);
        assertThat(result.hits().stream().map(Hit::score)).doesNotContain(0.0);
        assertThat(result.hits().subList(2, 6)).allMatch(hit -> hit.relevance() == 0);
      }
      var relevant = SearchRequest.text("far words").vector(0, 0).minRelevance(.01).build();
      assertThat(ids(engine.namespace().search(relevant))).hasSize(2);
      var alone = SearchRequest.text("far").vector(0, 0).legs(Set.of(Leg.VECTOR)).build();
      assertThat(engine.namespace().search(alone).hits())
          .hasSize(5)
          .allMatch(hit -> hit.relevance() == .5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void storeOfZeros_answersInTheOrderOfTies(Similarity similarity) {
    try (var engine = open(similarity)) {
      for (int i = 0; i < 40; i++) {
        engine.namespace().add(memory("m%02d".formatted(i * 7 % 40), 0, 0));
      }
      engine.compact();
      for (var request : List.of(SearchRequest.vector(0, 0), SearchRequest.vector(1, 2))) {
        assertThat(ids(engine.namespace().search(request.limit(3).offset(30).build())))
            .containsExactly("m30", "m31", "m32");
      }
    }
  }
}
