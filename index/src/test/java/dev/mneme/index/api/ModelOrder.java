package dev.mneme.index.api;

import dev.mneme.memory.MemoryKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The order of ties of memories in arrays; counts how many keys are asked for. */
public final class ModelOrder implements TieOrder {
  private final long[] times;
  private final String[] ids;
  private int asked;

  public ModelOrder(long[] times, String[] ids) {
    this.times = times;
    this.ids = ids;
  }

  /** Memories of few times, whose ids have nothing to do with their ordinals. */
  public static ModelOrder random(Random random, int size, int times) {
    var ids = new ArrayList<>(IntStream.range(0, size).mapToObj(i -> "m" + i).toList());
    Collections.shuffle(ids, random);
    return new ModelOrder(random.longs(size, 0, times).toArray(), ids.toArray(String[]::new));
  }

  public int size() {
    return times.length;
  }

  @Override
  public long time(int ordinal) {
    return times[ordinal];
  }

  @Override
  public MemoryKey key(int ordinal) {
    asked++;
    return new MemoryKey("n", ids[ordinal]);
  }

  /** How many keys were asked for since the last call. */
  public int takeAsked() {
    int since = asked;
    asked = 0;
    return since;
  }

  public List<Integer> shuffled(Random random) {
    var ordinals = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
    Collections.shuffle(ordinals, random);
    return ordinals;
  }

  /** The definition. */
  public Comparator<Integer> ties() {
    return Comparator.<Integer>comparingLong(ordinal -> -times[ordinal])
        .thenComparing(ordinal -> ids[ordinal]);
  }

  Comparator<Integer> newestThenLatest() {
    return Comparator.<Integer>comparingLong(ordinal -> -times[ordinal])
        .thenComparing(Comparator.reverseOrder());
  }
}
