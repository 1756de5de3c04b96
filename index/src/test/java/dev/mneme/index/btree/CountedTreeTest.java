package dev.mneme.index.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link TreeSet}. */
class CountedTreeTest {
  private static Entry random(Random random) {
    long value =
        switch (random.nextInt(8)) {
          case 0 -> Long.MIN_VALUE;
          case 1 -> Long.MAX_VALUE;
          default -> random.nextInt(200) - 100;
        };
    return new Entry(random.nextInt(4), value, random.nextInt(50));
  }

  private static Entry bound(Random random) {
    Entry entry = random(random);
    return switch (random.nextInt(3)) {
      case 0 -> Entry.before(entry.group(), entry.value());
      case 1 -> Entry.behind(entry.group(), entry.value());
      default -> entry;
    };
  }

  private static List<Entry> list(Iterator<Entry> entries) {
    var list = new ArrayList<Entry>();
    entries.forEachRemaining(list::add);
    return list;
  }

  private static void assertAnswers(
      Root root, NavigableSet<Entry> model, Random random, String what) {
    assertThat(root.size()).as(what).isEqualTo(model.size());
    assertThat(list(root.ascending())).as(what).isEqualTo(List.copyOf(model));
    assertThat(root.first()).as(what).isEqualTo(model.stream().findFirst());
    for (int i = 0; i < 30; i++) {
      Entry a = bound(random);
      Entry b = bound(random);
      assertThat(root.rank(a)).as("%s rank %s", what, a).isEqualTo(model.headSet(a, false).size());
      long expected = a.compareTo(b) < 0 ? model.subSet(a, true, b, false).size() : 0;
      assertThat(root.count(a, b)).as("%s count %s %s", what, a, b).isEqualTo(expected);
      Entry from = Entry.before(a.group(), a.value());
      Entry to = Entry.behind(b.group(), b.value());
      if (from.compareTo(to) < 0) {
        var between = new ArrayList<>(model.subSet(from, true, to, false));
        assertThat(list(root.ascending(from, to)))
            .as("%s %s %s", what, from, to)
            .isEqualTo(between);
        Collections.reverse(between);
        assertThat(list(root.descending(from, to)))
            .as("%s %s %s", what, from, to)
            .isEqualTo(between);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomChanges_matchTreeSet(long seed) {
    var random = new Random(seed);
    var model = new TreeSet<Entry>();
    CountedTree tree = CountedTree.create();
    for (int round = 0; round < 40; round++) {
      boolean shrink = round % 10 > 6;
      for (int i = 0; i < random.nextInt(400); i++) {
        Entry entry = random(random);
        if (shrink || random.nextInt(4) == 0) {
          tree.remove(entry);
          model.remove(entry);
        } else {
          tree.add(entry);
          model.add(entry);
        }
      }
      assertAnswers(tree.root(), model, random, "seed " + seed + " round " + round);
    }
  }

  @Test
  void root_staysAsItWas() {
    CountedTree tree = CountedTree.create();
    IntStream.range(0, 10_000).forEach(i -> tree.add(new Entry(0, i, i)));
    Root before = tree.root();
    IntStream.range(0, 10_000)
        .filter(i -> i % 2 == 0)
        .forEach(i -> tree.remove(new Entry(0, i, i)));
    IntStream.range(10_000, 12_000).forEach(i -> tree.add(new Entry(0, i, i)));
    assertThat(before.size()).isEqualTo(10_000);
    assertThat(before.count(Entry.before(0, 100), Entry.before(0, 300))).isEqualTo(200);
    assertThat(list(before.ascending())).hasSize(10_000);
    assertThat(tree.root().size()).isEqualTo(7_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1_000, 70_000})
  void ofAscending_isTheSameTreeAndCanGrow(int size) {
    var entries =
        IntStream.range(0, size).mapToObj(i -> new Entry(i / 1_000, i % 1_000 / 3, i)).toList();
    var model = new TreeSet<>(entries);
    CountedTree tree = CountedTree.ofAscending(entries.iterator());
    assertAnswers(tree.root(), model, new Random(size), "size " + size);
    for (Entry more : List.of(new Entry(0, -7, 3), new Entry(99, 0, 0), new Entry(3, 5, 1))) {
      tree.add(more);
      model.add(more);
    }
    if (size > 0) {
      tree.remove(entries.getLast());
      model.remove(entries.getLast());
    }
    assertAnswers(tree.root(), model, new Random(size), "grown, size " + size);
  }

  @Test
  void ofAscending_otherOrder_isRejected() {
    Entry entry = new Entry(1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountedTree.ofAscending(List.of(entry, entry).iterator()));
  }
}
