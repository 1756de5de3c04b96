package dev.mneme.bench.jmh;

import dev.mneme.core.vector.VectorKernels;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The similarity kernels on vectors that are in the first-level cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelJmh {
  @Param({"128", "384", "768", "1536"})
  int dimension;

  private final VectorKernels best = VectorKernels.best();
  private final VectorKernels scalar = VectorKernels.scalar();
  private float[] a = {};
  private float[] b = {};
  private float[][] rows = {};
  private final float[] dots = new float[VectorKernels.AT_ONCE];

  @Setup
  public void fill() {
    var random = new SplittableRandom(1);
    a = new float[dimension];
    b = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      a[i] = (float) random.nextGaussian();
      b[i] = (float) random.nextGaussian();
    }
    rows = new float[][] {b, a, b.clone(), a.clone()};
  }

  @Benchmark
  public float dot() {
    return best.dot(a, b);
  }

  /** Four at once: to be held against four times {@link #dot}. */
  @Benchmark
  public float[] dots() {
    best.dots(a, rows, 0, dots);
    return dots;
  }

  @Benchmark
  public float dotScalar() {
    return scalar.dot(a, b);
  }

  @Benchmark
  public double dotExact() {
    return best.exactDot(a, b);
  }

  @Benchmark
  public float squaredDistance() {
    return best.squaredDistance(a, b);
  }
}
