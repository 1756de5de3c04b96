package dev.mneme.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each program says what it promises, and is short. */
class ProgramsTest {
  private static final int MOST_LINES = 60;

  @TempDir private Path directory;

  @Test
  void firstSteps() throws Exception {
    assertThat(printed(FirstSteps::main, store()))
        .containsExactly(
            "meaning: Caroline joined the support group",
            "filter and time: My brother moved to Sweden",
            "changed: My brother moved to Norway",
            "left: 2");
  }

  @Test
  void ownVectors() throws Exception {
    assertThat(printed(OwnVectors::main, store()))
        .containsExactly(
            "near orange-red: tomato", "near orange-red: crimson", "nearest that is cold: teal");
  }

  @Test
  void folderRag_findsThePassage_andTwiceTheSame() throws Exception {
    var folder = Files.createDirectory(directory.resolve("folder"));
    Files.writeString(
        folder.resolve("garden.md"),
        "# Garden\n\nWater the tomatoes every morning.\n\n# Tools\n\nThe spade is in the shed.\n");
    Files.writeString(folder.resolve("kitchen.md"), "# Bread\n\nThe dough rests for an hour.\n");
    var question = "Where do I find something to dig with?";

    var lines = printed(FolderRag::main, store(), folder.toString(), question);

    assertThat(lines).first().asString().startsWith("Answer from these passages");
    assertThat(lines.get(1)).startsWith("[garden.md#1] # Tools");
    assertThat(lines).last().isEqualTo("Question: " + question);
    assertThat(printed(FolderRag::main, store(), folder.toString(), question)).isEqualTo(lines);
  }

  @Test
  void agentMemory() throws Exception {
    assertThat(printed(AgentMemory::main, store()))
        .containsExactly(
            "diet: Ada eats no meat any more",
            "trip: Ada flew to Oslo for her holiday",
            "others: 0");
  }

  @Test
  void springStore() throws Exception {
    assertThat(printed(SpringStore::main, store()))
        .containsExactly("2024: Refunds are paid within two weeks");
  }

  @Test
  void langChain4jRetriever() throws Exception {
    assertThat(printed(LangChain4jRetriever::main, store()))
        .containsExactly(
            "what is E17? Error E17 means that the filter is clogged",
            "How often must limescale be removed? Descale the machine once a month");
  }

  @Test
  void everyProgram_isShort() throws Exception {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/mneme/examples/programs"))) {
      assertThat(sources.toList())
          .hasSizeGreaterThan(6)
          .allSatisfy(
              file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES));
    }
  }

  private String store() {
    return directory.resolve("store").toString();
  }

  private interface Program {
    void main(String... args) throws Exception;
  }

  /** The lines that a program prints. */
  private static List<String> printed(Program program, String... args) throws Exception {
    var before = System.out;
    var out = new ByteArrayOutputStream();
    try (var to = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      program.main(args);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
