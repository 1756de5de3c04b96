package dev.mneme.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages promise about themselves: the code runs as it stands, every link leads on. */
class DocsTest {
  private static final int README_WORDS = 700;

  @TempDir private Path work;

  @Test
  void readmeCode_runsAsPasted() throws Exception {
    Files.writeString(work.resolve("FirstSteps.java"), Pages.javaBlocks("README.md").getFirst());

    var ran =
        Child.java(work, List.of("-cp", System.getProperty("java.class.path"), "FirstSteps.java"));

    assertThat(ran.out())
        .as(ran.toString())
        .anyMatch(line -> line.matches("0\\.\\d+ Caroline joined the support group"));
  }

  @Test
  void guideCode_compiles() throws IOException {
    var blocks = Pages.javaBlocks("docs/guide.md");
    assertThat(blocks).hasSizeGreaterThan(5);
    var sources = new ArrayList<String>();
    for (int i = 0; i < blocks.size(); i++) {
      var source = work.resolve("Snippet" + i + ".java");
      Files.writeString(source, snippet("Snippet" + i, blocks.get(i)));
      sources.add(source.toString());
    }
    var arguments =
        Stream.concat(
                Stream.of("-d", work.toString(), "-cp", System.getProperty("java.class.path")),
                sources.stream())
            .toArray(String[]::new);
    var messages = new ByteArrayOutputStream();

    int status = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments);

    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static String snippet(String name, String body) {
    return """
        import dev.mneme.*;
        import dev.mneme.embed.*;
        import dev.mneme.embedders.*;
        import dev.mneme.error.*;
        import dev.mneme.filter.*;
        import dev.mneme.memory.*;
        import dev.mneme.report.*;
        import dev.mneme.request.*;
        import java.nio.file.*;
        import java.time.*;
        import java.util.*;

        class %s {
          void run(MemoryEngine engine, Namespace notes, Embedder embedder) throws Exception {
        %s
          }
        }
        """
        .formatted(name, body);
  }

  @Test
  void readme_isShort() throws IOException {
    var prose = Pages.text("README.md").replaceAll("(?s)```.*?```", "");

    assertThat(prose.split("\\s+")).hasSizeLessThanOrEqualTo(README_WORDS);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLink_leadsToAFile(Path page) throws IOException {
    var links =
        Pattern.compile("\\]\\(([^)#\\s]+)")
            .matcher(Files.readString(page))
            .results()
            .map((MatchResult link) -> link.group(1))
            .filter(link -> !link.contains("://"))
            .toList();

    assertThat(links).allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
  }

  static Stream<Path> pages() throws IOException {
    try (var docs = Files.list(Artifacts.ROOT.resolve("docs"))) {
      return Stream.concat(
          Stream.of("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md")
              .map(Artifacts.ROOT::resolve),
          docs.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream());
    }
  }
}
