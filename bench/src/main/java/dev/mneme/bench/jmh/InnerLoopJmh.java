package dev.mneme.bench.jmh;

import dev.mneme.filter.Filter;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.btree.CountedTree;
import dev.mneme.index.btree.Entry;
import dev.mneme.search.fuse.Candidates;
import dev.mneme.search.fuse.Fuser;
import dev.mneme.search.fuse.WeightedList;
import dev.mneme.request.Fusion;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What planning, filtering and fusing are made of, over 100,000 memories. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InnerLoopJmh {
  private static final int MEMORIES = 100_000;
  private static final int LEG_DEPTH = 100;
  private static final String FILTER =
      "speaker = 'Caroline' AND (turn >= 3 OR tags CONTAINS 'work') AND NOT archived";

  private final SplittableRandom random = new SplittableRandom(2);
  private final CountedTree tree =
      CountedTree.ofAscending(
          IntStream.range(0, MEMORIES).mapToObj(i -> new Entry(0, i * 10L, i)).iterator());
  private final OrdinalBitmap live = OrdinalBitmap.ofRange(0, MEMORIES);
  private final OrdinalBitmap tenth = share(0.1);
  private final OrdinalBitmap half = share(0.5);
  private final List<WeightedList> legs =
      List.of(new WeightedList(ranked(), 1), new WeightedList(ranked(), 1));

  private OrdinalBitmap share(double share) {
    return OrdinalBitmap.of(
        IntStream.range(0, MEMORIES).filter(_ -> random.nextDouble() < share).toArray());
  }

  private RankedOrdinals ranked() {
    var ordinals = random.ints(0, 400).distinct().limit(LEG_DEPTH).toArray();
    var scores = new float[LEG_DEPTH];
    for (int i = 0; i < LEG_DEPTH; i++) {
      scores[i] = 1 - i * 0.005f;
    }
    return new RankedOrdinals(ordinals, scores);
  }

  @Benchmark
  public long treeRangeCount() {
    long from = random.nextInt(MEMORIES) * 5L;
    return tree.root().count(Entry.before(0, from), Entry.before(0, from + MEMORIES));
  }

  @Benchmark
  public OrdinalBitmap bitmapAnd() {
    return tenth.and(half);
  }

  @Benchmark
  public int bitmapAndCardinality() {
    return half.andCardinality(tenth);
  }

  @Benchmark
  public OrdinalBitmap bitmapAndLive() {
    return half.and(live);
  }

  @Benchmark
  public OrdinalBitmap bitmapWithOneMore() {
    return live.with(MEMORIES);
  }

  @Benchmark
  public double[] fuseTwoLegsOfHundred() {
    return Fuser.score(Candidates.of(legs), Fusion.reciprocalRank());
  }

  @Benchmark
  public Filter filterParse() {
    return Filter.parse(FILTER);
  }
}
