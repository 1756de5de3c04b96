package dev.mneme.index.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * Against {@link BitSet} and {@link RoaringBitmap}, on shapes that hit both page kinds and their
 * borders.
 */
class OrdinalBitmapTest {
  private static final int LIMIT = 20 * Page.SIZE;

  /**
   * A set of one of many shapes: empty, few, clustered, half full, full, ends of pages and words.
   */
  private static BitSet randomSet(Random random) {
    var set = new BitSet();
    for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
      switch (random.nextInt(6)) {
        case 0 -> random.ints(random.nextInt(20), 0, LIMIT).forEach(set::set);
        case 1 -> random.ints(random.nextInt(5_000), 0, LIMIT).forEach(set::set);
        case 2 -> {
          int from = random.nextInt(LIMIT);
          set.set(from, Math.min(LIMIT, from + random.nextInt(9 * Page.SIZE)));
        }
        case 3 -> {
          int page = random.nextInt(20) * Page.SIZE;
          random.ints(random.nextInt(5_000), 0, Page.SIZE).forEach(i -> set.set(page + i));
        }
        case 4 -> {
          int page = random.nextInt(20) * Page.SIZE;
          set.set(page);
          set.set(page + Page.SIZE - 1);
          set.set(page + 63);
          set.set(page + 64);
        }
        default -> {
          int start = random.nextInt(LIMIT - 2_000);
          random.ints(random.nextInt(300), 0, 2_000).forEach(i -> set.set(start + i));
        }
      }
    }
    return set;
  }

  private static OrdinalBitmap of(BitSet set) {
    return OrdinalBitmap.of(set.stream().toArray());
  }

  private static BitSet with(
      BitSet a, BitSet b, java.util.function.BiConsumer<BitSet, BitSet> operation) {
    var result = (BitSet) a.clone();
    operation.accept(result, b);
    return result;
  }

  private static void assertSame(OrdinalBitmap actual, BitSet expected, String what) {
    assertThat(actual.toArray()).as(what).isEqualTo(expected.stream().toArray());
    assertThat(actual.cardinality()).as(what).isEqualTo(expected.cardinality());
    assertThat(actual.limit()).as(what).isEqualTo(expected.length());
    assertThat(actual).as("%s: one representation for one content", what).isEqualTo(of(expected));
    assertThat(actual.hashCode()).as(what).isEqualTo(of(expected).hashCode());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void operations_matchBitSet(long base) {
    for (long seed = base * 1_000; seed < base * 1_000 + 60; seed++) {
      var random = new Random(seed);
      BitSet x = randomSet(random);
      BitSet y =
          random.nextInt(4) == 0 ? with(x, randomSet(random), BitSet::or) : randomSet(random);
      OrdinalBitmap a = of(x);
      OrdinalBitmap b = of(y);
      String what = "seed " + seed;
      assertSame(a, x, what);
      assertSame(a.and(b), with(x, y, BitSet::and), what + " and");
      assertSame(a.or(b), with(x, y, BitSet::or), what + " or");
      assertSame(a.andNot(b), with(x, y, BitSet::andNot), what + " andNot");
      assertThat(a.andCardinality(b)).as(what).isEqualTo(a.and(b).cardinality());
      assertThat(a.intersects(b)).as(what).isEqualTo(x.intersects(y));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void identities_hold(long base) {
    for (long seed = base * 1_000; seed < base * 1_000 + 60; seed++) {
      var random = new Random(seed);
      OrdinalBitmap a = of(randomSet(random));
      OrdinalBitmap b = of(randomSet(random));
      OrdinalBitmap c = of(randomSet(random));
      String what = "seed " + seed;
      assertThat(a.and(b)).as(what).isEqualTo(b.and(a));
      assertThat(a.or(b)).as(what).isEqualTo(b.or(a));
      assertThat(a.and(b.or(c))).as(what).isEqualTo(a.and(b).or(a.and(c)));
      assertThat(a.or(b.and(c))).as(what).isEqualTo(a.or(b).and(a.or(c)));
      assertThat(a.andNot(b.or(c))).as(what).isEqualTo(a.andNot(b).andNot(c));
      assertThat(a.andNot(b).or(a.and(b))).as(what).isEqualTo(a);
      assertThat(OrdinalBitmap.union(List.of(a, b, c, a))).as(what).isEqualTo(a.or(b).or(c));
      assertThat(a.or(b).cardinality())
          .as(what)
          .isEqualTo(a.cardinality() + b.cardinality() - a.andCardinality(b));
      int cut = random.nextInt(LIMIT);
      assertThat(a.range(0, cut).or(a.range(cut, LIMIT))).as(what).isEqualTo(a);
      assertThat(a.range(0, cut).cardinality()).as(what).isEqualTo(a.rank(cut));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void lookups_matchBitSet(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      BitSet set = randomSet(random);
      OrdinalBitmap bitmap = of(set);
      String what = "seed " + seed + " round " + round;
      assertThat(bitmap.first()).as(what).isEqualTo(set.nextSetBit(0));
      assertThat(bitmap.last()).as(what).isEqualTo(set.length() - 1);
      for (int i = 0; i < 2_000; i++) {
        int at = random.nextInt(LIMIT + Page.SIZE);
        assertThat(bitmap.contains(at)).as("%s contains %s", what, at).isEqualTo(set.get(at));
        assertThat(bitmap.next(at)).as("%s next %s", what, at).isEqualTo(set.nextSetBit(at));
      }
      for (int i = 0; i < 20; i++) {
        int at = random.nextInt(LIMIT + Page.SIZE);
        int to = at + random.nextInt(LIMIT);
        assertThat(bitmap.rank(at))
            .as("%s rank %s", what, at)
            .isEqualTo(set.get(0, at).cardinality());
        assertThat(bitmap.range(at, to).cardinality())
            .as(what)
            .isEqualTo(set.get(at, to).cardinality());
      }
      var visited = new ArrayList<Integer>();
      bitmap.forEach(visited::add);
      assertThat(visited).as(what).isEqualTo(set.stream().boxed().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void change_addsAndRemovesAndAddWins(long seed) {
    var random = new Random(seed);
    BitSet model = randomSet(random);
    OrdinalBitmap bitmap = of(model);
    for (int round = 0; round < 60; round++) {
      BitSet add = randomSet(random);
      BitSet remove = randomSet(random);
      OrdinalBitmap before = bitmap;
      int[] content = before.toArray();
      bitmap =
          bitmap.change(
              RoaringBitmap.bitmapOf(add.stream().toArray()),
              RoaringBitmap.bitmapOf(remove.stream().toArray()));
      model.andNot(remove);
      model.or(add);
      assertSame(bitmap, model, "seed " + seed + " round " + round);
      assertThat(before.toArray()).as("the old set stays, seed %s", seed).isEqualTo(content);
      int one = random.nextInt(LIMIT + Page.SIZE);
      bitmap = bitmap.with(one);
      model.set(one);
      assertSame(bitmap, model, "seed " + seed + " round " + round + " with " + one);
    }
  }

  @Test
  void operations_shareWhatDoesNotChange() {
    OrdinalBitmap evens =
        of(
            java.util.stream.IntStream.range(0, LIMIT / 2)
                .map(i -> 2 * i)
                .collect(BitSet::new, BitSet::set, BitSet::or));
    OrdinalBitmap all = OrdinalBitmap.ofRange(0, LIMIT);
    assertThat(evens.and(evens)).isSameAs(evens);
    assertThat(evens.and(all)).isSameAs(evens);
    assertThat(all.and(evens)).isSameAs(evens);
    assertThat(evens.or(OrdinalBitmap.empty())).isSameAs(evens);
    assertThat(OrdinalBitmap.empty().or(evens)).isSameAs(evens);
    assertThat(all.or(evens)).isSameAs(all);
    assertThat(evens.or(all)).isSameAs(all);
    assertThat(evens.andNot(OrdinalBitmap.empty())).isSameAs(evens);
    assertThat(evens.andNot(OrdinalBitmap.of(1, 3, LIMIT - 1))).isSameAs(evens);
    assertThat(evens.andNot(evens)).isSameAs(OrdinalBitmap.empty());
    assertThat(evens.with(4)).isSameAs(evens);
  }

  @Test
  void edges_ofTheOrdinalRange() {
    int largest = Integer.MAX_VALUE - 1;
    OrdinalBitmap bitmap = OrdinalBitmap.of(0, largest);
    assertThat(bitmap.contains(largest)).isTrue();
    assertThat(bitmap.contains(-1)).isFalse();
    assertThat(bitmap.limit()).isEqualTo(Integer.MAX_VALUE);
    assertThat(bitmap.next(1)).isEqualTo(largest);
    assertThat(bitmap.rank(Integer.MAX_VALUE)).isEqualTo(2);
    assertThat(OrdinalBitmap.empty().limit()).isZero();
    assertThat(OrdinalBitmap.empty().last()).isEqualTo(-1);
    assertThat(OrdinalBitmap.empty().contains(0)).isFalse();
    assertThat(OrdinalBitmap.ofRange(5, 5)).isEqualTo(OrdinalBitmap.empty());
    assertThatIllegalArgumentException().isThrownBy(() -> OrdinalBitmap.of(3, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrdinalBitmap.of(RoaringBitmap.bitmapOf(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> OrdinalBitmap.empty().with(-7));
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35})
  void bytes_areRoaringsOwnBothWays(long seed) throws Exception {
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      OrdinalBitmap bitmap = of(randomSet(random));
      String what = "seed " + seed + " round " + round;
      ByteBuffer bytes = ByteBuffer.allocate(bitmap.serializedSize() + 3);
      bitmap.writeTo(bytes);
      assertThat(bytes.position()).as(what).isEqualTo(bitmap.serializedSize());
      bytes.flip();
      var roaring = new RoaringBitmap();
      roaring.deserialize(bytes.duplicate());
      assertThat(roaring).as(what).isEqualTo(bitmap.toRoaring());
      assertThat(OrdinalBitmap.readFrom(bytes)).as(what).isEqualTo(bitmap);
      assertThat(bytes.hasRemaining()).as(what).isFalse();
      roaring.runOptimize();
      assertThat(OrdinalBitmap.of(roaring)).as(what).isEqualTo(bitmap);
      ByteBuffer runs = ByteBuffer.allocate(roaring.serializedSizeInBytes());
      roaring.serialize(runs);
      assertThat(OrdinalBitmap.readFrom(runs.flip())).as(what).isEqualTo(bitmap);
    }
  }

  /**
   * Damaged bytes give an error or a set, never anything else; truncated ones always give an error.
   */
  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void hostileBytes_areIllegalArguments(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      OrdinalBitmap bitmap = of(randomSet(random));
      RoaringBitmap roaring = bitmap.toRoaring();
      if (random.nextBoolean()) {
        roaring.runOptimize();
      }
      var bytes = ByteBuffer.allocate(roaring.serializedSizeInBytes());
      roaring.serialize(bytes);
      byte[] good = bytes.array();
      int cut = random.nextInt(good.length);
      assertThatIllegalArgumentException()
          .as("seed %s round %s cut %s", seed, round, cut)
          .isThrownBy(() -> OrdinalBitmap.readFrom(ByteBuffer.wrap(Arrays.copyOf(good, cut))));
      for (int flips = 0; flips < 30; flips++) {
        byte[] bad = good.clone();
        bad[random.nextInt(Math.min(bad.length, 200))] ^= (byte) (1 << random.nextInt(8));
        try {
          OrdinalBitmap read = OrdinalBitmap.readFrom(ByteBuffer.wrap(bad));
          assertThat(read.toArray())
              .as("seed %s round %s", seed, round)
              .hasSize(read.cardinality())
              .isSorted();
        } catch (IllegalArgumentException e) {
          assertThat(e.getMessage()).as("seed %s round %s", seed, round).isNotBlank();
        }
      }
    }
  }
}
