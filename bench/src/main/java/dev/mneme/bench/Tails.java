package dev.mneme.bench;

import dev.mneme.bench.work.Latencies;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * What makes the slowest of a hundred operations slow: the operation, or the machine? A timer's
 * tick costs more than 100 us where one virtual machine runs inside another, and at 250 ticks a
 * second it hits every fortieth operation of that length, whatever it does. So each operation is
 * repeated in many passes, and the median of its times is what it takes by itself; and arithmetic
 * that is always the same and takes about as long shows what the machine adds to anything.
 */
final class Tails {
  private static final int PASSES = 21;

  /** Warm before the first that is counted. */
  private static final int WARM_UP = 4;

  private final Latencies single = new Latencies();
  private final Latencies medians = new Latencies();
  private final Latencies machine = new Latencies();
  private long kept;

  /**
   * Measures operations 0 to {@code count} - 1. Each pass does all of them, so that none finds in
   * the caches what it left there.
   */
  static Tails of(int count, IntConsumer operation) {
    var tails = new Tails();
    var times = new long[count][PASSES];
    for (int pass = -WARM_UP; pass < PASSES; pass++) {
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        operation.accept(i);
        long took = System.nanoTime() - begin;
        if (pass >= 0) {
          times[i][pass] = took;
          tails.single.add(took);
        }
      }
    }
    for (long[] of : times) {
      Arrays.sort(of);
      tails.medians.add(of[PASSES / 2]);
    }
    tails.spin(count * PASSES, (long) (1_000 * tails.medians.micros(0.5)));
    return tails;
  }

  /** Arithmetic of about this length, again and again. */
  private void spin(int times, long nanos) {
    int steps = 1_000;
    for (int i = 0; i < 20_000; i++) {
      timed(steps); // until it is compiled
    }
    while (median(steps) < nanos && steps < 1 << 28) {
      steps += steps / 16;
    }
    for (int i = 0; i < times; i++) {
      machine.add(timed(steps));
    }
  }

  private long median(int steps) {
    var times = new long[5];
    Arrays.setAll(times, _ -> timed(steps));
    Arrays.sort(times);
    return times[times.length / 2];
  }

  private long timed(int steps) {
    long begin = System.nanoTime();
    long state = kept;
    for (int i = 0; i < steps; i++) {
      state = state * 6_364_136_223_846_793_005L + 1;
    }
    kept = state;
    return System.nanoTime() - begin;
  }

  /** As they come. */
  String single() {
    return text(single);
  }

  /** Each by the median of its passes. */
  String byOperation() {
    return text(medians);
  }

  /** Of arithmetic that is always the same. */
  String machine() {
    return text(machine);
  }

  private static String text(Latencies latencies) {
    double half = latencies.micros(0.5);
    double slow = latencies.micros(0.99);
    return String.format(
        Locale.ROOT, "p50 %,.0f us   p99 %,.0f us   p99 / p50 %.2f", half, slow, slow / half);
  }
}
