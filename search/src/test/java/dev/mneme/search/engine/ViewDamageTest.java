package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.jvm.JvmFlags;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Random damage to the files of every view, Lucene's and Chronicle Map's among them, opened in a
 * child JVM: no crash, no hang, and the answers of the undamaged store.
 */
@Execution(ExecutionMode.CONCURRENT)
class ViewDamageTest {
  private static final long SEED = Long.getLong("mneme.test.damageSeed", 20_261_121);
  private static final int ROUNDS = Integer.getInteger("mneme.test.damageRounds", 40);

  @TempDir private Path scratch;

  @Test
  void damagedViewFiles_areRebuiltAndAnswersStayTheSame() throws Exception {
    boolean allViews = JvmFlags.missingForOffHeapIds().isEmpty();
    int rounds = allViews ? ROUNDS : ROUNDS / 8;

    var lines =
        ChildJvm.run(
            scratch,
            "-Xmx512m",
            ViewDamageChild.class,
            List.of(scratch.toString(), Long.toString(SEED), Integer.toString(rounds)));

    assertThat(lines).filteredOn(line -> line.startsWith("bad ")).isEmpty();
    assertThat(lines).filteredOn(line -> line.startsWith("ok ")).hasSize(rounds);
    assertThat(lines).anyMatch(line -> line.startsWith("try ") && line.contains("/text/"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("try ") && line.contains("/ids/"))
        .hasSizeGreaterThan(allViews ? rounds / 20 : -1);
  }
}
