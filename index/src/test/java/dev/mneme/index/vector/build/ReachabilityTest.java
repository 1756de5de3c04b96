package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

  @Test
  void randomBrokenGraphs_areRepaired() {
    for (long seed = 1; seed <= 400; seed++) {
      var random = new Random(seed);
      int nodes = 1 + random.nextInt(200);
      int capacity = 2 + random.nextInt(6);
      try (var arena = Arena.ofConfined()) {
        var links = new MutableLinks(arena, nodes, capacity);
        int island = 1 + random.nextInt(nodes);
        for (int node = 0; node < nodes; node++) {
          int degree = random.nextInt(capacity + 1);
          for (int i = 0; i < degree; i++) {
            // Some link within their island only, so that many cannot be reached.
            int neighbour = random.nextBoolean() ? node / island * island : random.nextInt(nodes);
            if (neighbour != node && !links.has(node, neighbour)) {
              links.add(node, neighbour);
            }
          }
        }
        int root = random.nextInt(nodes);
        int[] entryPoints = random.ints(5, 0, nodes).toArray();
        entryPoints[0] = root;
        int lost = nodes - reached(links, root).cardinality();
        assertThat(Reachability.unreachable(links, root)).as("seed %d", seed).isEqualTo(lost);
        new Reachability(links, root, () -> {})
            .repair(entryPoints, node -> random.ints(3, 0, nodes).toArray());
        check(links, root, entryPoints, seed);
      }
    }
  }

  private static void check(MutableLinks links, int root, int[] entryPoints, long seed) {
    assertThat(reached(links, root).cardinality()).as("seed %d", seed).isEqualTo(links.nodes());
    assertThat(Reachability.unreachable(links, root)).as("seed %d", seed).isZero();
    for (int entryPoint : entryPoints) {
      assertThat(reached(links, entryPoint).get(root))
          .as("seed %d entry point %d", seed, entryPoint)
          .isTrue();
    }
    for (int node = 0; node < links.nodes(); node++) {
      assertThat(links.degree(node)).as("seed %d", seed).isBetween(0, links.capacity());
      var row = new HashSet<Integer>();
      for (int place = 0; place < links.capacity(); place++) {
        int link = links.link(node, place);
        assertThat(link).as("seed %d", seed).isBetween(0, links.nodes() - 1);
        if (place < links.degree(node)) {
          assertThat(row.add(link)).as("seed %d: node %d twice", seed, link).isTrue();
        } else {
          assertThat(link).as("seed %d: filled up", seed).isEqualTo(node);
        }
      }
    }
  }

  /** An entry point whose links all hold somebody cannot give one away; one below it can. */
  @Test
  void entryPointWhoseLinksAreAllNeeded_leadsToTheRootThroughOthers() {
    try (var arena = Arena.ofConfined()) {
      var links = new MutableLinks(arena, 6, 2);
      links.set(0, new int[] {1}, 1);
      links.set(1, new int[] {2, 3}, 2);
      links.set(2, new int[] {4, 5}, 2);
      int[] entryPoints = {0, 1};
      assertThat(new Reachability(links, 0, () -> {}).repair(entryPoints, _ -> new int[0]))
          .isEqualTo(1);
      check(links, 0, entryPoints, 0);
    }
  }

  @Test
  void wholeGraph_isLeftAsItIs() {
    try (var arena = Arena.ofConfined()) {
      var links = new MutableLinks(arena, 3, 2);
      links.add(0, 1);
      links.add(1, 2);
      links.add(2, 0);
      assertThat(new Reachability(links, 0, () -> {}).repair(new int[] {0, 2}, _ -> new int[0]))
          .isZero();
      assertThat(links.link(1, 0)).isEqualTo(2);
    }
  }

  @Test
  void rows_holdWhatWasSet() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var arena = Arena.ofConfined()) {
      var links = new MutableLinks(arena, 50, 4);
      var model = new int[50][0];
      for (int step = 0; step < 2_000; step++) {
        int node = random.nextInt(50);
        if (random.nextBoolean() || model[node].length == 4) {
          model[node] = random.ints(random.nextInt(5), 0, 50).toArray();
          links.set(node, model[node], model[node].length);
        } else {
          int neighbour = random.nextInt(50);
          model[node] = java.util.Arrays.copyOf(model[node], model[node].length + 1);
          model[node][model[node].length - 1] = neighbour;
          links.add(node, neighbour);
        }
      }
      for (int node = 0; node < 50; node++) {
        assertThat(links.degree(node)).as("seed %d", seed).isEqualTo(model[node].length);
        for (int place = 0; place < 4; place++) {
          assertThat(links.link(node, place))
              .as("seed %d", seed)
              .isEqualTo(place < model[node].length ? model[node][place] : node);
        }
        for (int other = 0; other < 50; other++) {
          int wanted = other;
          assertThat(links.has(node, other))
              .isEqualTo(java.util.Arrays.stream(model[node]).anyMatch(link -> link == wanted));
        }
      }
    }
  }

  private static BitSet reached(MutableLinks links, int from) {
    var seen = new BitSet();
    var waiting = new ArrayDeque<Integer>();
    seen.set(from);
    waiting.add(from);
    while (!waiting.isEmpty()) {
      int node = waiting.remove();
      for (int place = 0; place < links.degree(node); place++) {
        int neighbour = links.link(node, place);
        if (!seen.get(neighbour)) {
          seen.set(neighbour);
          waiting.add(neighbour);
        }
      }
    }
    return seen;
  }
}
