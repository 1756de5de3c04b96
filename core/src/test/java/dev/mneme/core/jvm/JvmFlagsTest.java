package dev.mneme.core.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {

  /**
   * What the launcher was given, in the one-word form that the JVM reports: {@code
   * --add-opens=java.base/...}.
   */
  private static final List<String> ARGUMENTS =
      ManagementFactory.getRuntimeMXBean().getInputArguments();

  @Test
  void missing_namesExactlyTheFlagsThatTheLauncherDidNotPass() {
    var all = new ArrayList<>(JvmFlags.missing());
    all.addAll(JvmFlags.missingForOffHeapIds());

    assertThat(all)
        .containsExactlyElementsOf(
            JvmFlags.wanted().stream()
                .filter(flag -> !flag.startsWith("--sun-misc-unsafe")) // only quiets the JVM
                .filter(flag -> !passed(flag))
                .toList());
  }

  /** A store whose ids are on the heap must not ask for what it does not use. */
  @Test
  void missing_leavesOutWhatOnlyOffHeapIdsNeed() {
    assertThat(JvmFlags.missing()).noneMatch(JvmFlags.missingForOffHeapIds()::contains);
    assertThat(JvmFlags.missing()).noneMatch(flag -> flag.contains("sun.nio.ch"));
  }

  @Test
  void hasVectorApi_agreesWithTheFlag() {
    assertThat(JvmFlags.hasVectorApi()).isEqualTo(passed("--add-modules jdk.incubator.vector"));
  }

  @Test
  void wanted_isWhatTheBuildPasses() throws IOException {
    Path pom = Path.of("..", "pom.xml");
    assumeTrue(Files.exists(pom), "runs beside the parent pom");
    var property =
        Pattern.compile("<jvm.flags>(.*?)</jvm.flags>", Pattern.DOTALL)
            .matcher(Files.readString(pom));
    assertThat(property.find()).isTrue();
    List<String> lines =
        new ArrayList<>(Arrays.asList(property.group(1).strip().split("\\s*\\n\\s*")));
    assertThat(JvmFlags.wanted()).containsExactlyElementsOf(lines);
  }

  private static boolean passed(String flag) {
    return ARGUMENTS.contains(flag.replaceFirst(" ", "="));
  }
}
