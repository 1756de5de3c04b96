package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.filter.Filter;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import dev.mneme.search.cost.UnitCosts;
import dev.mneme.request.Fusion;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** An executor over a model of a store, and what random stores and requests are made of. */
abstract class ExecutorFixture {
  static final long NOW = 1_700_000_000_000L;
  static final List<String> WORDS =
      List.of("a", "be", "cat", "deer", "eagle", "fisher", "giraffe", "hedgehog");
  static final int DIMENSION = 4;

  final ModelSource source = new ModelSource();

  @AfterEach
  void everySnapshotIsGivenBack() {
    assertThat(source.openSnapshots.get()).isZero();
  }

  final SearchExecutor executor(UnitCosts costs) {
    return new SearchExecutor(
        source, Similarity.COSINE, Limits.defaults(), ForkJoinPool.commonPool(), clock(), costs);
  }

  static UnitCosts otherThreadIsFree() {
    return UnitCosts.defaults().withOtherThread(0);
  }

  static Clock clock() {
    return Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
  }

  static SearchResult search(
      SearchExecutor executor, SearchRequest request, Optional<String> namespace) {
    return executor.search(
        new PreparedSearch(request, namespace, OptionalInt.empty(), System.nanoTime()));
  }

  static List<String> ids(SearchResult result) {
    return result.hits().stream().map(hit -> hit.memory().id()).toList();
  }

  static Instant at(int hour) {
    return Instant.ofEpochMilli(NOW - Duration.ofDays(30).toMillis()).plus(Duration.ofHours(hour));
  }

  static Embedding embedding(Random random) {
    var values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(values);
  }

  /** Texts, times and kinds collide often; one in six has no vector, one in twenty is dead. */
  final void fill(Random random, int count) {
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

  static SearchRequest.Builder randomRequest(Random random) {
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
