package dev.mneme.bench.work;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds.
 *
 * @param heap bytes in use after garbage collection
 * @param direct bytes in direct buffers
 * @param resident bytes of physical memory as the operating system counts them, mapped files that
 *     were touched included; 0 where it does not say
 */
record MemoryUse(long heap, long direct, long resident) {
  private static final String FREE_RATIO = "MaxHeapFreeRatio";
  private static final String MINIMUM_FREE_RATIO = "MinHeapFreeRatio";

  /** Collects garbage first and gives free heap back, so that only what is held is resident. */
  static MemoryUse now() throws InterruptedException {
    var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    var ratio = jvm.getVMOption(FREE_RATIO).getValue();
    var minimum = jvm.getVMOption(MINIMUM_FREE_RATIO).getValue();
    jvm.setVMOption(MINIMUM_FREE_RATIO, "0");
    jvm.setVMOption(FREE_RATIO, "0");
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    var runtime = Runtime.getRuntime();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    var use = new MemoryUse(runtime.totalMemory() - runtime.freeMemory(), direct, residentNow());
    jvm.setVMOption(FREE_RATIO, ratio);
    jvm.setVMOption(MINIMUM_FREE_RATIO, minimum);
    return use;
  }

  private static long residentNow() {
    var status = Path.of("/proc/self/status");
    try {
      return Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0)
          * 1024;
    } catch (IOException e) {
      return 0;
    }
  }

  MemoryUse minus(MemoryUse before) {
    return new MemoryUse(heap - before.heap, direct - before.direct, resident - before.resident);
  }
}
