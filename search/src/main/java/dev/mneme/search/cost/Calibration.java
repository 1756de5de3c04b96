package dev.mneme.search.cost;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the observed times of each way are from the estimated ones: an exponential moving average
 * of {@code log(actual / estimated)}.
 *
 * <p>Built so that no single outlier and no cold start turns plans over: the first {@value
 * #WARM_UP} observations of a way are ignored (the JIT compiler is still at work), one observation
 * counts as at most a factor of 4, moves the average by a sixteenth, and the correction stays
 * within {@code 1/4 .. 4}. A way that lost is not observed any more, so its correction fades back
 * towards 1 whenever the winner is observed ({@link #relax}); else one bad hour would bar it for
 * good.
 *
 * <p>Thread-safe and lock-free. An update that meets another is dropped: there will be more.
 */
public final class Calibration {
  static final int WARM_UP = 64;
  private static final double WEIGHT = 1.0 / 16;
  private static final double FADE = 1.0 / 256;
  private static final double MOST = Math.log(4);

  /** Times below this, in microseconds, say more about the clock than about the work. */
  private static final double NEGLIGIBLE = 2;

  /** What is known of one way. */
  private static final class Learnt {
    final AtomicLong logRatioBits = new AtomicLong();
    final AtomicInteger observations = new AtomicInteger();
  }

  private final Map<WayKind, Learnt> learnt = new EnumMap<>(WayKind.class);

  public Calibration() {
    for (var kind : WayKind.values()) {
      learnt.put(kind, new Learnt());
    }
  }

  /**
   * What an uncorrected estimate of this way is to be multiplied by; 1 until something was learnt.
   */
  public double ratio(WayKind kind) {
    double log = Double.longBitsToDouble(of(kind).logRatioBits.get());
    return log == 0 ? 1 : Math.exp(log);
  }

  /**
   * Learns from one run.
   *
   * @param estimatedMicros the corrected estimate that the plan was made with
   */
  public void observe(WayKind kind, double estimatedMicros, double actualMicros) {
    if (!(estimatedMicros > 0)
        || !(actualMicros > NEGLIGIBLE)
        || Double.isInfinite(estimatedMicros)) {
      return;
    }
    var known = of(kind);
    if (known.observations.get() < WARM_UP && known.observations.incrementAndGet() <= WARM_UP) {
      return;
    }
    double error = Math.clamp(Math.log(actualMicros / estimatedMicros), -MOST, MOST);
    long before = known.logRatioBits.get();
    double after = Math.clamp(Double.longBitsToDouble(before) + WEIGHT * error, -MOST, MOST);
    known.logRatioBits.compareAndSet(before, Double.doubleToRawLongBits(after));
  }

  /** Lets the correction of a way that was not chosen fade. */
  public void relax(WayKind kind) {
    var bits = of(kind).logRatioBits;
    long before = bits.get();
    if (before != 0) {
      double after = Double.longBitsToDouble(before) * (1 - FADE);
      bits.compareAndSet(before, Double.doubleToRawLongBits(after));
    }
  }

  private Learnt of(WayKind kind) {
    return Objects.requireNonNull(learnt.get(kind));
  }
}
