package dev.mneme.bench.peers;

/**
 * Burns a share of the time that a call took, to see whether a comparison of two runs notices. Only
 * benchmarks know it: {@code -Dmneme.bench.slowdown=0.15}.
 */
record Slowdown(double share) {
  static Slowdown asAsked() {
    return new Slowdown(Double.parseDouble(System.getProperty("mneme.bench.slowdown", "0")));
  }

  /** Returns that share later than it is called. */
  void after(long start) {
    if (share > 0) {
      long now = System.nanoTime();
      long end = now + (long) ((now - start) * share);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }
}
