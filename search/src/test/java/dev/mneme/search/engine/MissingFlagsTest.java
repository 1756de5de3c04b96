package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a host hears that starts without any of the JVM's flags: of those that its store would use.
 */
class MissingFlagsTest {
  private static final String FOR_ALL = "jdk.incubator.vector";
  private static final String FOR_OFF_HEAP_IDS = "sun.nio.ch";

  @TempDir Path scratch;

  @Test
  void smallStore_isToldOfWhatEveryStoreUses_andNoMore() throws Exception {
    assertThat(said(Long.MAX_VALUE)).contains(FOR_ALL).doesNotContain(FOR_OFF_HEAP_IDS);
  }

  @Test
  void storeWhoseIdsWouldBeOffTheHeap_isToldOfThoseFlagsToo() throws Exception {
    assertThat(said(0)).contains(FOR_ALL).contains(FOR_OFF_HEAP_IDS).contains("on the heap");
  }

  private String said(long offHeapIdsFrom) throws IOException, InterruptedException {
    var out = scratch.resolve("said");
    var child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MissingFlagsChild.class.getName(),
                    scratch.resolve("store").toString(),
                    Long.toString(offHeapIdsFrom)))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = child.waitFor(120, TimeUnit.SECONDS);
    child.destroyForcibly().waitFor();
    assertThat(ended && child.exitValue() == 0).as(Files.readString(out)).isTrue();
    return Files.readString(out);
  }
}
