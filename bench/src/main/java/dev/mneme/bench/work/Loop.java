package dev.mneme.bench.work;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs an operation in turn by some threads until each has done its number or time is up.
 *
 * @param perThread how many operations each thread does at most
 */
record Loop(int threads, int perThread, double seconds) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** One operation. */
  @FunctionalInterface
  interface Operation {
    void run(int index) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param latencies of all operations, failed ones too
   * @param seconds from the first start to the last end
   * @param cpuNanos that the threads spent on a processor
   */
  record Result(Latencies latencies, double seconds, long cpuNanos, List<Throwable> failures) {
    /** For work in which nothing may fail. */
    Result orFail() throws IOException {
      if (!failures.isEmpty()) {
        throw new IOException(failures.size() + " operations failed", failures.getFirst());
      }
      return this;
    }

    /**
     * The usual figures of a loop. Processor time is of the calling threads only, and the figure
     * that other processes disturb least.
     */
    List<Figure> figures(String prefix) {
      var figures = new ArrayList<>(latencies.figures(prefix, seconds));
      figures.add(Figure.lower(prefix + "cpu", "us", cpuNanos / 1e3 / latencies.count()));
      return figures;
    }
  }

  /** Each thread starts at another index, so that no two ask the same at the same time. */
  Result run(Operation operation) throws IOException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    if (threads == 1) {
      return total(List.of(one(operation, 0, end)), start);
    }
    var tasks = new ArrayList<Callable<Result>>();
    for (int t = 0; t < threads; t++) {
      int first = t * perThread;
      tasks.add(() -> one(operation, first, end));
    }
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var results = new ArrayList<Result>();
      for (Future<Result> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return total(results, start);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Result one(Operation operation, int first, long end) {
    var latencies = new Latencies();
    var failures = new ArrayList<Throwable>();
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    long before = System.nanoTime();
    for (int i = 0; i < perThread && before < end; i++) {
      try {
        operation.run(first + i);
      } catch (IOException | RuntimeException e) {
        failures.add(e);
      }
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
    return new Result(latencies, 0, THREADS.getCurrentThreadCpuTime() - cpuBefore, failures);
  }

  private static Result total(List<Result> results, long start) {
    double took = (System.nanoTime() - start) / 1e9;
    var all = new Latencies();
    var failures = new ArrayList<Throwable>();
    for (var result : results) {
      all.addAll(result.latencies());
      failures.addAll(result.failures());
    }
    long cpu = results.stream().mapToLong(Result::cpuNanos).sum();
    return new Result(all, took, cpu, failures);
  }
}
