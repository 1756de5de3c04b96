package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that are cut while they are mapped and searched, in a child JVM: it lives; what a view has
 * lost is answered from the log; what the log has lost is a typed error.
 */
@Execution(ExecutionMode.CONCURRENT)
class LostPagesTest {
  /** What is hot is compiled before it goes on: a short loop would be over before. */
  private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:-BackgroundCompilation");

  @TempDir private Path scratch;

  /**
   * What is run without the JVM's flags: they change how vectors are read, and nothing else here.
   */
  private static final String KINDS =
      System.getProperty("mneme.test.lostPages", "kernels,vectors,log,text");

  @ParameterizedTest
  @CsvSource({"kernels, 4", "vectors, 3", "log, 4", "text, 3"})
  void filesThatAreCutWhileTheyAreMapped_endNoJvmAndCostNoAnswer(String what, int rounds)
      throws Exception {
    assumeTrue(KINDS.contains(what), "run with the JVM's flags alone");
    var lines =
        ChildJvm.run(scratch, OPTIONS, LostPagesChild.class, List.of(what, scratch.toString()));

    assertThat(lines).filteredOn(line -> line.startsWith("bad ")).isEmpty();
    assertThat(lines).filteredOn(line -> line.startsWith("ok ")).hasSize(rounds);
  }
}
