package dev.mneme.bench.work;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Processor time by kind of thread from {@link #start} to {@link #stop}. A sampler looks at all
 * threads ten times a second and remembers what each had, so that one that has ended counts but for
 * its last tenth. What the JVM's own threads take (collector, compiler) and what was missed is the
 * process's time less that of all others.
 */
public final class ThreadTimes {
  private static final long INTERVAL_NANOS = 100_000_000;

  private final Map<Long, Seen> seen = new HashMap<>();
  private final Thread sampler;
  private final double processBefore;
  private volatile boolean stopped;

  /** A thread and its time before and at the last look, in nanoseconds. */
  private record Seen(String name, long before, long last) {}

  private ThreadTimes() {
    look();
    seen.replaceAll((_, thread) -> new Seen(thread.name(), thread.last(), thread.last()));
    processBefore = processSeconds();
    sampler = Thread.ofPlatform().daemon().name("bench-thread-times").unstarted(this::sample);
  }

  /** Begins to watch. */
  public static ThreadTimes start() {
    var times = new ThreadTimes();
    times.sampler.start();
    return times;
  }

  /** Ends it; seconds by kind, the dearest first, with {@code jvm} and {@code total}. */
  public String stop() throws InterruptedException {
    stopped = true;
    sampler.join();
    double total = processSeconds() - processBefore;
    var byKind = new TreeMap<String, Double>();
    for (var thread : seen.values()) {
      byKind.merge(kind(thread.name()), (thread.last() - thread.before()) / 1e9, Double::sum);
    }
    double known = byKind.values().stream().mapToDouble(Double::doubleValue).sum();
    byKind.put("jvm (collector, compiler)", total - known);
    return byKind.entrySet().stream()
            .filter(entry -> entry.getValue() >= 0.05)
            .sorted(Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue()))
            .map(e -> String.format(Locale.ROOT, "%s %.1f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "))
        + String.format(Locale.ROOT, "; total %.1f s", total);
  }

  private void sample() {
    while (!stopped) {
      look();
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
    look();
  }

  private void look() {
    var threads = ManagementFactory.getThreadMXBean();
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      long nanos = info == null ? -1 : threads.getThreadCpuTime(info.getThreadId());
      if (nanos >= 0) {
        var known = seen.get(info.getThreadId());
        long before = known == null ? 0 : known.before();
        seen.put(info.getThreadId(), new Seen(info.getThreadName(), before, nanos));
      }
    }
  }

  /** {@code pool-1-thread-2} and {@code pool-7-thread-1} are of one kind. */
  private static String kind(String name) {
    return name.replaceAll("[-# ]*[0-9]+", "");
  }

  private static double processSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
