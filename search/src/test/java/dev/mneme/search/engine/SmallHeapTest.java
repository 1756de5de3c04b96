package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a child JVM with little heap: what is too large is refused, and nobody waits for ever. */
class SmallHeapTest {
  @TempDir private Path temporary;

  @Test
  void batchThatIsTooLargeForTheHeap_isRefusedAndHarmsNothing() throws Exception {
    var store = temporary.resolve("store");
    var lines =
        ChildJvm.run(
            temporary, "-Xmx128m", SmallHeapChild.class, List.of(store.toString(), "batch"));
    assertThat(lines).filteredOn(line -> line.startsWith("bad")).isEmpty();
    assertThat(lines).filteredOn(line -> line.startsWith("refused")).hasSize(2);
    assertThat(lines).contains("count 7");
  }

  @Test
  void heapThatRunsOut_keepsNobodyWaitingAndLosesNothing() throws Exception {
    var store = temporary.resolve("store");
    var lines =
        ChildJvm.run(
            temporary, "-Xmx48m", SmallHeapChild.class, List.of(store.toString(), "exhaust"));
    assertThat(lines).filteredOn(line -> line.startsWith("bad")).isEmpty();
    assertThat(lines).contains("closed");
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      for (var id : SmallHeapChild.acknowledged(lines)) {
        assertThat(engine.namespace().get(id)).as(id).isPresent();
      }
      assertThat(engine.verify().problems()).isEmpty();
    }
  }
}
