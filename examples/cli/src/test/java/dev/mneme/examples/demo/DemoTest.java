package dev.mneme.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.examples.ingest.IngestOptions;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path directory;

  @Test
  void conversations_areTakenInWholeAndEveryQuestionHasAnAnswer() throws Exception {
    try (var engine = MemoryEngine.open(directory.resolve("store"), EngineOptions.defaults())) {
      var demo = new Demo(engine);

      var report = demo.ingest(directory, IngestOptions.defaults());

      assertThat(report.skipped().count()).isZero();
      assertThat(report.counts().added()).isGreaterThanOrEqualTo(120);
      assertThat(engine.namespaces()).containsExactly("team:parcelwise", "user:ada", "user:ben");
      for (var answer : demo.ask()) {
        answer
            .namespace()
            .ifPresent(
                wall ->
                    assertThat(answer.result().hits())
                        .allSatisfy(hit -> assertThat(hit.namespace()).isEqualTo(wall)));
      }
    }
  }
}
