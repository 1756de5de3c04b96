package dev.mneme.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Fresh Maven projects that depend on what is published. They need its jars, so they run in {@code
 * mvn verify} and are left out in {@code mvn test}.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConsumerTest {
  /**
   * What a user can act on, for each names a flag: four lines of the JVM on native code, and one of
   * Lucene.
   */
  private static final Pattern NAMES_A_FLAG =
      Pattern.compile(
          "restricted method|java\\.lang\\.\\S+::\\w+ has been called by"
              + "|--enable-native-access=|Restricted methods will be blocked"
              + "|pass '--add-modules jdk.incubator.vector'");

  @TempDir private Path directory;

  @Test
  void readmeCode_runsOnTheClassPath() throws Exception {
    assumeTrue(ConsumerProject.jar("mneme-embedders").isPresent(), "made by mvn verify");
    var project = new ConsumerProject(directory);
    project.source("FirstSteps.java", Pages.javaBlocks("README.md").getFirst());
    var classPath = project.build("mneme-embedders");

    var plain = project.java(List.of("-cp", joined(classPath), "FirstSteps"));

    assertThat(plain.status()).as(plain.toString()).isZero();
    assertThat(plain.out()).anyMatch(line -> line.endsWith(" Caroline joined the support group"));
    assertThat(jvmWarnings(plain)).filteredOn(line -> !NAMES_A_FLAG.matcher(line).find()).isEmpty();
    try (var flags = Files.lines(Artifacts.ROOT.resolve("docs/limits.md"))) {
      var arguments = new ArrayList<>(flags.filter(line -> line.startsWith("--")).toList());
      arguments.replaceAll(line -> line.replace(' ', '='));
      arguments.addAll(List.of("-cp", joined(classPath), "FirstSteps"));

      var flagged = project.java(arguments);

      assertThat(flagged.status()).as(flagged.toString()).isZero();
      assertThat(jvmWarnings(flagged))
          .containsExactly("WARNING: Using incubator modules: jdk.incubator.vector");
    }
  }

  @Test
  void engine_runsOnTheModulePath() throws Exception {
    var jar = ConsumerProject.jar("mneme-search");
    assumeTrue(jar.isPresent(), "made by mvn verify");
    try (var file = new JarFile(jar.get().toFile())) {
      assumeTrue(file.getEntry("module-info.class") != null, "the engine is no module yet");
    }
    var project = new ConsumerProject(directory);
    project.source(
        "module-info.java",
        """
        module consumer {
          requires dev.mneme.search;
        }
        """);
    project.source(
        "consumer/Main.java",
        """
        package consumer;

        import dev.mneme.EngineOptions;
        import dev.mneme.MemoryEngine;
        import dev.mneme.memory.Memory;
        import dev.mneme.request.SearchRequest;
        import java.nio.file.Path;

        public final class Main {
          public static void main(String[] args) {
            try (var engine = MemoryEngine.open(Path.of("memories"), EngineOptions.defaults().dimension(2))) {
              engine.namespace().add(Memory.text("Caroline joined the group").embedding(1, 0).build());
              var request = SearchRequest.text("group").vector(1, 0).build();
              System.out.println(engine.namespace().search(request).hits().getFirst().memory().text());
            }
          }
        }
        """);
    var modulePath = project.build("mneme-search");

    var ran = project.java(List.of("-p", joined(modulePath), "-m", "consumer/consumer.Main"));

    assertThat(ran.status()).as(ran.toString()).isZero();
    assertThat(ran.out()).containsExactly("Caroline joined the group");
    assertThat(jvmWarnings(ran)).filteredOn(line -> !NAMES_A_FLAG.matcher(line).find()).isEmpty();
  }

  private static String joined(List<Path> path) {
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> jvmWarnings(Child output) {
    return output.err().stream().filter(line -> line.startsWith("WARNING: ")).toList();
  }
}
