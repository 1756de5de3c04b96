package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.search.Beam;
import dev.mneme.index.vector.search.BeamLimits;
import dev.mneme.index.vector.search.Refinement;
import dev.mneme.index.vector.segment.SegmentGraph;
import dev.mneme.index.vector.segment.SegmentQuery;
import dev.mneme.memory.Similarity;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The traversal over random graphs, of which only a part can be reached. */
class BeamTest {
  private final Deadline never = new Deadline(Long.MAX_VALUE);

  private record World(
      SegmentCodes codes, MutableLinks links, int[] entryPoints, SegmentGraph graph) {

    static World random(long seed, Arena arena, int nodes) {
      var random = new Random(seed);
      int dimension = 1 + random.nextInt(200);
      var fixture =
          new SegmentFixture(
              Similarity.EUCLIDEAN, SegmentFixture.clustered(seed, nodes, dimension, 4));
      try (var pool = new WorkerPool(1, () -> false)) {
        var vectors =
            BuildVectors.of(
                fixture::vector, fixture.all(), Similarity.EUCLIDEAN, dimension, () -> {});
        var codes =
            SegmentCodes.of(vectors, IntStream.range(0, vectors.nodes()).toArray(), arena, pool);
        var links = new MutableLinks(arena, nodes, 1 + random.nextInt(20));
        for (int node = 0; node < nodes; node++) {
          int degree = random.nextInt(Math.min(links.capacity(), 3) + 1);
          for (int i = 0; i < degree; i++) {
            links.add(node, random.nextInt(nodes));
          }
        }
        int[] entryPoints = random.ints(1 + random.nextInt(6), 0, nodes).toArray();
        return new World(codes, links, entryPoints, codes.graph(links, entryPoints));
      }
    }

    float[] estimates(SegmentQuery query) {
      int[] all = IntStream.range(0, links.nodes()).toArray();
      var estimates = new float[all.length];
      CodeKernels.scalar().estimate(query.first(), graph.first(), all, all.length, estimates);
      return estimates;
    }

    BitSet reachedFrom(int start) {
      var seen = new BitSet();
      var waiting = new ArrayDeque<Integer>();
      seen.set(start);
      waiting.add(start);
      while (!waiting.isEmpty()) {
        int node = waiting.remove();
        for (int place = 0; place < links.degree(node); place++) {
          if (!seen.get(links.link(node, place))) {
            seen.set(links.link(node, place));
            waiting.add(links.link(node, place));
          }
        }
      }
      return seen;
    }
  }

  @Test
  void beamAsWideAsTheGraph_findsAllThatCanBeReachedBestFirst() {
    var beam = new Beam(CodeKernels.best());
    for (long seed = 1; seed <= 60; seed++) {
      try (var arena = Arena.ofShared()) {
        int nodes = 1 + new Random(seed).nextInt(300);
        var world = World.random(seed, arena, nodes);
        var query = world.codes.query();
        beam.reserve(nodes);
        for (int round = 0; round < 3; round++) {
          var random = new Random(seed * 10 + round);
          query.set(SegmentFixture.gaussian(random, world.codes.centroid().length));
          float[] estimates = world.estimates(query);
          int start = world.entryPoints[0];
          for (int entryPoint : world.entryPoints) {
            start = estimates[entryPoint] > estimates[start] ? entryPoint : start;
          }
          int[] expected =
              world.reachedFrom(start).stream()
                  .boxed()
                  .sorted(
                      Comparator.comparing((Integer node) -> -estimates[node])
                          .thenComparing(Comparator.naturalOrder()))
                  .mapToInt(Integer::intValue)
                  .toArray();
          assertThat(beam.search(world.graph, query, nodes, never)).isTrue();
          int[] found = IntStream.range(0, beam.size()).map(beam::node).toArray();
          assertThat(found).as("seed %d", seed).containsExactly(expected);
          assertThat(beam.looked()).isEqualTo(expected.length);
        }
      }
    }
  }

  @Test
  void narrowBeam_isSortedAndDistinctAndStartsWithTheBestThatItSaw() {
    for (long seed = 1; seed <= 40; seed++) {
      try (var arena = Arena.ofShared()) {
        var world = World.random(seed, arena, 200);
        var beam = new Beam(CodeKernels.best()).reserve(200);
        var query = world.codes.query();
        query.set(SegmentFixture.gaussian(new Random(seed), world.codes.centroid().length));
        float[] estimates = world.estimates(query);
        for (int ef : new int[] {1, 2, 7, 50}) {
          beam.search(world.graph, query, ef, never);
          assertThat(beam.size()).isBetween(1, ef);
          int[] found = IntStream.range(0, beam.size()).map(beam::node).toArray();
          assertThat(found).as("seed %d", seed).doesNotHaveDuplicates();
          for (int place = 1; place < found.length; place++) {
            assertThat(estimates[found[place]])
                .as("seed %d", seed)
                .isLessThanOrEqualTo(estimates[found[place - 1]]);
          }
        }
      }
    }
  }

  @Test
  void limits_leaveTheNearestAndLookAtNoMore() {
    for (long seed = 1; seed <= 40; seed++) {
      try (var arena = Arena.ofShared()) {
        var world = World.random(seed, arena, 300);
        var beam = new Beam(CodeKernels.best()).reserve(300);
        var query = world.codes.query();
        query.set(SegmentFixture.gaussian(new Random(seed), world.codes.centroid().length));
        beam.search(world.graph, query, 300, never);
        int all = beam.size();
        int looked = beam.looked();
        for (double exponent : new double[] {0, 1e-9, 0.02, 0.1, 1}) {
          var limits = BeamLimits.of(60, 10, 10, exponent).times(1, 300);
          beam.search(world.graph, query, limits, never);
          var context = "seed " + seed + ", exponent " + exponent;
          assertThat(beam.looked()).as(context).isLessThanOrEqualTo(looked);
          assertThat(beam.size()).as(context).isBetween(1, Math.min(all, limits.ef()));
          for (int place = 1; place < beam.size(); place++) {
            assertThat(beam.distance(place))
                .as(context)
                .isGreaterThanOrEqualTo(beam.distance(place - 1));
          }
        }
      }
    }
  }

  @Test
  void refinement_ordersByAllPlanes() {
    for (long seed = 1; seed <= 20; seed++) {
      try (var arena = Arena.ofShared()) {
        var world = World.random(seed, arena, 300);
        var query = world.codes.query();
        query.set(SegmentFixture.gaussian(new Random(seed), world.codes.centroid().length));
        var refinement = new Refinement(CodeKernels.best());
        var plain = new Refinement(CodeKernels.scalar());
        for (int node = 299; node >= 0; node--) {
          refinement.add(node);
          plain.add(node);
        }
        refinement.run(world.graph, query);
        plain.run(world.graph, query);
        int[] ranked = IntStream.range(0, 300).map(refinement::node).toArray();
        assertThat(ranked).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 300).map(plain::node).toArray()).containsExactly(ranked);
        refinement.clear();
        assertThat(refinement.size()).isZero();
      }
    }
  }

  @Test
  void deadline_endsTheWalk() {
    try (var arena = Arena.ofShared()) {
      var world = World.random(3, arena, 300);
      var query = world.codes.query();
      query.set(new float[world.codes.centroid().length]);
      var beam = new Beam(CodeKernels.best()).reserve(300);
      assertThat(beam.search(world.graph, query, 300, new Deadline(System.nanoTime()))).isFalse();
      assertThat(beam.size()).isEqualTo(1);
    }
  }
}
