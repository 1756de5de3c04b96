package dev.mneme.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void libraries_areNamedByTheirJars() {
    var classPath =
        String.join(
            File.pathSeparator,
            "/m/lucene-core-10.6.0.jar",
            "/m/lucene-core-tools.jar",
            "/work/classes",
            "/m/jvector-4.0.2.jar");
    assertThat(Machine.libraries(classPath)).isEqualTo("jvector 4.0.2, lucene-core 10.6.0");
  }
}
