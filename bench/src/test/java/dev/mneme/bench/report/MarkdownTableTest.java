package dev.mneme.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.bench.peers.EngineKind;
import org.junit.jupiter.api.Test;

class MarkdownTableTest {
  @Test
  void render_hasARowAnEngineAtItsFastestSettingWithEnoughRecall() {
    var lines = new MarkdownTable(SampleResults.of(1, 1, 1)).render().lines().toList();
    assertThat(lines)
        .filteredOn(line -> line.startsWith("| "))
        .hasSize(1 + EngineKind.values().length);
    // Made-up recall is 1 - 1 / (ef + 10), so 90 is the first to reach 0.99.
    assertThat(lines).anyMatch(line -> line.startsWith("| **Mneme** | 90 | 0.99"));
    assertThat(lines).anyMatch(line -> line.startsWith("| exact scan | - | "));
    assertThat(lines).allMatch(line -> !line.contains("NaN"));
  }
}
