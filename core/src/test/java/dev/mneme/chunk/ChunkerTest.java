package dev.mneme.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mneme.error.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkerTest {

  private static List<String> texts(String document, int max, int overlap, DocumentFormat format) {
    return Chunker.chunk(document, new ChunkOptions(max, overlap), format).stream()
        .map(Chunk::text)
        .toList();
  }

  private static List<Chunk> markdown(String document) {
    return Chunker.chunk(document, ChunkOptions.defaults(), DocumentFormat.MARKDOWN);
  }

  @Test
  void chunk_ofAShortDocument_isOneChunkWithoutTheWhiteSpaceAround() {
    assertThat(
            Chunker.chunk(
                "\n\n  One. Two.\n\nThree.\n \n", ChunkOptions.defaults(), DocumentFormat.TEXT))
        .containsExactly(new Chunk(0, 4, 21, "One. Two.\n\nThree.", ""));
  }

  @Test
  void chunk_ofABlankDocument_isNone() {
    assertThat(texts("", 100, 0, DocumentFormat.TEXT)).isEmpty();
    assertThat(texts(" \n\t\r\n ", 100, 0, DocumentFormat.MARKDOWN)).isEmpty();
    assertThat(texts("\uFEFF\n", 100, 0, DocumentFormat.MARKDOWN)).isEmpty();
  }

  @Test
  void chunk_prefersParagraphBorders_onceHalfFull() {
    assertThat(texts("Aaaa aaaa aaaa.\n\nBbbb bbbb. Cccc cccc.", 30, 0, DocumentFormat.TEXT))
        .containsExactly("Aaaa aaaa aaaa.", "Bbbb bbbb. Cccc cccc.");
    assertThat(texts("Aaaa.\n\nBbbb bbbb. Cccc cccc cccc cccc.", 30, 0, DocumentFormat.TEXT))
        .containsExactly("Aaaa.\n\nBbbb bbbb.", "Cccc cccc cccc cccc.");
  }

  @Test
  void chunk_overlapsByWholeSentences() {
    assertThat(
            texts(
                "Aaaa aaaa aaaa. Bb bb. Cc cc. Dddd dddd dddd. Eeee eeee.",
                30,
                15,
                DocumentFormat.TEXT))
        .containsExactly(
            "Aaaa aaaa aaaa. Bb bb. Cc cc.",
            "Bb bb. Cc cc. Dddd dddd dddd.",
            "Dddd dddd dddd. Eeee eeee.");
  }

  @Test
  void chunk_ofALongSentence_isCutAtLineEndsThenWordsThenAnywhere() {
    assertThat(texts("aaaa bbbb cccc\ndddd eeee ffff", 20, 0, DocumentFormat.TEXT))
        .containsExactly("aaaa bbbb cccc", "dddd eeee ffff");
    assertThat(texts("aaaa bbbb cccc dddd eeee", 20, 0, DocumentFormat.TEXT))
        .containsExactly("aaaa bbbb cccc dddd", "eeee");
    assertThat(texts("a".repeat(50), 20, 10, DocumentFormat.TEXT))
        .containsExactly("a".repeat(20), "a".repeat(20), "a".repeat(10));
  }

  @Test
  void chunk_keepsGraphemeClustersTogether() {
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67"; // 8 chars, one cluster
    assertThat(texts(family.repeat(4), 20, 0, DocumentFormat.TEXT))
        .containsExactly(family.repeat(2), family.repeat(2));
    assertThat(texts("e\u0301".repeat(20), 17, 0, DocumentFormat.TEXT))
        .containsExactly("e\u0301".repeat(8), "e\u0301".repeat(8), "e\u0301".repeat(4));
    String flag = "\uD83C\uDDE9\uD83C\uDDEA";
    assertThat(texts(flag.repeat(5), 18, 0, DocumentFormat.TEXT))
        .containsExactly(flag.repeat(4), flag);
  }

  @Test
  void chunk_ofAClusterLongerThanAChunk_keepsSurrogatePairs() {
    String marks = "a" + "\uD834\uDD65".repeat(20); // combining, outside the BMP
    assertThat(texts(marks, 16, 0, DocumentFormat.TEXT))
        .allSatisfy(
            text -> assertThat(text.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
        .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(16));
  }

  @Test
  void chunk_ofMarkdown_beginsAtHeadingsAndKnowsTheirPath() {
    var chunks =
        markdown(
            """
            Preface.

            # Guide

            ## Install ##
            Run it.

            ### On Linux
            Run it twice.
            ## Use
            Enjoy.
            Appendix
            ========
            The end.
            Part
            ---
            """);
    assertThat(chunks)
        .extracting(Chunk::heading, Chunk::text)
        .containsExactly(
            tuple("", "Preface."),
            tuple("Guide > Install", "# Guide\n\n## Install ##\nRun it."),
            tuple("Guide > Install > On Linux", "### On Linux\nRun it twice."),
            tuple("Guide > Use", "## Use\nEnjoy.\nAppendix\n========\nThe end.\nPart\n---"));
  }

  @Test
  void chunk_ofMarkdown_seesUnderlinedHeadings() {
    assertThat(markdown("One\n===\n\ntext\n\nTwo\n---\nmore\n\n---\n\nend\n"))
        .extracting(Chunk::heading, Chunk::text)
        .containsExactly(
            tuple("One", "One\n===\n\ntext"), tuple("One > Two", "Two\n---\nmore\n\n---\n\nend"));
  }

  @Test
  void chunk_ofMarkdown_seesNoHeadingsInCodeOrFrontMatter() {
    assertThat(
            markdown("---\ntitle: x\n# no\n---\n# Yes\n```sh\n# comment\n``\n~~~\n```\n#no\n#\n"))
        .extracting(Chunk::heading, Chunk::text)
        .containsExactly(
            tuple("", "---\ntitle: x\n# no\n---"),
            tuple("Yes", "# Yes\n```sh\n# comment\n``\n~~~\n```\n#no"),
            tuple("", "#"));
  }

  @Test
  void chunk_ofText_seesNoHeadings() {
    assertThat(Chunker.chunk("# a\n\n# b", ChunkOptions.defaults(), DocumentFormat.TEXT))
        .containsExactly(new Chunk(0, 0, 8, "# a\n\n# b", ""));
  }

  @Test
  void chunk_keepsCodeTogetherIfItFits_andElseCutsItAtLines() {
    String code = "```\nint a = 1. Yes.\nint b = 2. Yes.\n```";
    assertThat(
            texts(
                "Some words first.\n\n" + code + "\n\nLast words.",
                45,
                20,
                DocumentFormat.MARKDOWN))
        .containsExactly("Some words first.", code, "Last words.");
    assertThat(
            texts(
                "```\naaaa aaaa aaaa\nbbbb bbbb bbbb\ncccc cccc cccc",
                31,
                15,
                DocumentFormat.MARKDOWN))
        .containsExactly("```\naaaa aaaa aaaa", "bbbb bbbb bbbb\ncccc cccc cccc");
  }

  @Test
  void chunk_ofAList_cutsBetweenItems() {
    assertThat(
            texts("- aaaa aaaa\n  aaaa\n- bbbb bbbb\n- cccc cccc", 32, 0, DocumentFormat.MARKDOWN))
        .containsExactly("- aaaa aaaa\n  aaaa\n- bbbb bbbb", "- cccc cccc");
  }

  @Test
  void chunk_keepsNumbersWithTheirItems_andRowsAndHeadingsWhole() {
    assertThat(
            texts("1. Aaaa aaaa aaaa.\n2. Bbbb. Cccc cccc cccc.", 20, 0, DocumentFormat.MARKDOWN))
        .containsExactly("1. Aaaa aaaa aaaa.", "2. Bbbb.", "Cccc cccc cccc.");
    assertThat(texts("| Aaaa. Bbbb |\n| Cccc. Dddd |", 20, 10, DocumentFormat.MARKDOWN))
        .containsExactly("| Aaaa. Bbbb |", "| Cccc. Dddd |");
    assertThat(texts("# Aaaa. Bbbb\nCccc cccc. Dddd dddd.", 20, 10, DocumentFormat.MARKDOWN))
        .containsExactly("# Aaaa. Bbbb", "Cccc cccc.", "Dddd dddd.");
  }

  @Test
  void chunk_ofAHugeHeading_shortensItsPath() {
    var chunks = markdown("# " + "title ".repeat(100_000) + "\n\ntext");
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(chunk.heading()).endsWith("…").hasSizeLessThan(130));
    assertThat(chunks.getLast().text()).endsWith("text");
  }

  @ParameterizedTest
  @CsvSource({"15, 0", "0, 0", "-1, 0", "100, -1", "100, 51"})
  void options_outOfRange_areRefused(int max, int overlap) {
    assertThatThrownBy(() -> new ChunkOptions(max, overlap))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void format_ofFileNames() {
    assertThat(DocumentFormat.ofFileName("README.MD")).isEqualTo(DocumentFormat.MARKDOWN);
    assertThat(DocumentFormat.ofFileName("a.markdown")).isEqualTo(DocumentFormat.MARKDOWN);
    assertThat(DocumentFormat.ofFileName("a.md.txt")).isEqualTo(DocumentFormat.TEXT);
  }
}
