package dev.mneme.index.vector.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.OrdinalBitmap;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SegmentNodesTest {

  /** Random partitions of random ordinals into nodes, against the lists themselves. */
  @Test
  void lookups_areThoseOfLists() {
    for (long seed = 1; seed <= 200; seed++) {
      var random = new Random(seed);
      int count = 1 + random.nextInt(300);
      var ordinals = new TreeSet<Integer>();
      while (ordinals.size() < count) {
        ordinals.add(random.nextInt(4 * count));
      }
      double duplicateShare = random.nextDouble();
      List<List<Integer>> members = new ArrayList<>();
      for (int ordinal : ordinals) {
        if (members.isEmpty() || random.nextDouble() > duplicateShare) {
          members.add(new ArrayList<>());
          members.getLast().add(ordinal);
        } else {
          members.get(random.nextInt(members.size())).add(ordinal);
        }
      }
      check(members, ordinals, random, seed);
    }
  }

  private static void check(
      List<List<Integer>> members, TreeSet<Integer> ordinals, Random random, long seed) {
    int[] firsts = members.stream().mapToInt(List::getFirst).toArray();
    var duplicates = new ArrayList<Long>();
    for (int node = 0; node < members.size(); node++) {
      for (int ordinal : members.get(node).subList(1, members.get(node).size())) {
        duplicates.add((long) node << 32 | ordinal);
      }
    }
    var bytes = MemorySegment.ofArray(new byte[4 * firsts.length]);
    for (int i = 0; i < firsts.length; i++) {
      bytes.set(LittleEndian.INT, 4L * i, firsts[i]);
    }
    var nodes =
        new SegmentNodes(
            bytes,
            firsts.length,
            duplicates.stream().mapToLong(Long::longValue).sorted().toArray());
    assertThat(nodes.ordinals().toArray())
        .as("seed %d", seed)
        .containsExactly(ordinals.stream().mapToInt(Integer::intValue).toArray());
    for (double share : new double[] {0, 0.02, 0.3, 0.9, 1}) {
      int[] chosen =
          ordinals.stream()
              .mapToInt(Integer::intValue)
              .filter(_ -> random.nextDouble() < share)
              .toArray();
      var eligible = OrdinalBitmap.of(chosen);
      var expected = new HashSet<Integer>();
      for (int node = 0; node < members.size(); node++) {
        List<Integer> mine = members.get(node).stream().filter(eligible::contains).toList();
        var found = new ArrayList<Integer>();
        nodes.forEach(node, eligible, found::add);
        assertThat(found).as("seed %d node %d", seed, node).isEqualTo(mine);
        int any = nodes.anyOf(node, eligible);
        assertThat(mine.isEmpty() ? any == -1 : mine.contains(any)).as("seed %d", seed).isTrue();
        if (!mine.isEmpty()) {
          expected.add(node);
        }
      }
      var visited = new ArrayList<Integer>();
      nodes.forEachNode(eligible, visited::add);
      assertThat(visited).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
