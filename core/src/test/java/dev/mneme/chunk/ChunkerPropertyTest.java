package dev.mneme.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the chunks of every document, however broken. */
@Execution(ExecutionMode.CONCURRENT)
class ChunkerPropertyTest {
  private static final List<String> PIECES =
      List.of(
          "word",
          " ",
          " ",
          "\n",
          "\n\n",
          "\r\n",
          "\r",
          ". ",
          "! ",
          "Sentence here. ",
          "\n# Title\n",
          "\n## Sub ##\n",
          "\n```\n",
          "\n~~~~ java\n",
          "\n---\n",
          "\n===\n",
          "\n- item ",
          "\n| cell |",
          "\n1. one",
          "\t",
          "\0",
          "\uD83D\uDE00",
          "\uD800",
          "\uDC00",
          "\u0301",
          "\u200D",
          "\uFFFF",
          "\uFEFF",
          "\u00A0",
          "\u2028",
          "\u3000",
          "。",
          "日本語",
          "\uD83C\uDDE9\uD83C\uDDEA",
          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
          "\f",
          "\u0600",
          "नि",
          "각",
          "\u1100\u1161\u11A8");

  @ParameterizedTest
  @EnumSource
  void chunk_ofRandomDocuments(DocumentFormat format) {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var document = new StringBuilder();
      for (int j = random.nextInt(120); j > 0; j--) {
        document.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      int max = 16 + random.nextInt(100);
      var options = new ChunkOptions(max, random.nextInt(max / 2 + 1));
      check(document.toString(), options, format, "seed " + seed + ", document " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "\0",
        "\uD800",
        "\uDC00",
        "\uFFFF",
        "\u0301",
        "\u200D",
        "\uD83D\uDE00",
        "\n",
        "\r",
        "# ",
        "#\n",
        "```\n",
        "~~~ \n\n",
        "- ",
        "a. ",
        "A. ",
        "? a",
        "... ",
        "| ",
        "---\n",
        "a\n=\n",
        "\uD83C\uDDE9",
        "e\u0301",
        "a\n\n",
        "*",
        "1. ",
        "  ",
        "`",
        "\u0600",
        "ab\n# h\n"
      })
  void chunk_ofOneThingAgainAndAgain(String piece) {
    String document = piece.repeat((1 << 16) / piece.length());
    for (var format : DocumentFormat.values()) {
      check(document, ChunkOptions.defaults(), format, format.name());
      check(
          "---\n" + document.substring(0, 1 << 12), new ChunkOptions(16, 8), format, format.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\0", "日", "\u0301", "\uD83D\uDE00"})
  void chunk_ofAMegabyteWithoutSpaces(String piece) {
    check(
        piece.repeat((1 << 20) / piece.length()),
        ChunkOptions.defaults(),
        DocumentFormat.MARKDOWN,
        piece);
  }

  @Test
  void chunk_isDeterministic() {
    String document = "# A\n\nSome text. More text! And more?\n\n".repeat(50);
    assertThat(Chunker.chunk(document, ChunkOptions.defaults(), DocumentFormat.MARKDOWN))
        .isEqualTo(Chunker.chunk(document, ChunkOptions.defaults(), DocumentFormat.MARKDOWN));
  }

  static void check(
      String document, ChunkOptions options, DocumentFormat format, String description) {
    var chunks = Chunker.chunk(document, options, format);
    var covered = new BitSet(document.length());
    var borders = graphemeBorders(document);
    int lastStart = -1;
    int lastEnd = 0;
    for (int i = 0; i < chunks.size(); i++) {
      var chunk = chunks.get(i);
      boolean sound =
          chunk.index() == i
              && chunk.start() > lastStart
              && chunk.end() > lastEnd
              && lastEnd - chunk.start() <= options.overlapChars()
              && chunk.end() - chunk.start() <= options.maxChars()
              && chunk.text().equals(document.substring(chunk.start(), chunk.end()))
              && chunk.text().equals(chunk.text().strip())
              && !chunk.text().isEmpty()
              && chunk.heading().length() < 800;
      require(sound, () -> description + ": " + chunk + " of " + options);
      checkBorder(document, borders, chunk.start(), options, description);
      checkBorder(document, borders, chunk.end(), options, description);
      covered.set(chunk.start(), chunk.end());
      lastStart = chunk.start();
      lastEnd = chunk.end();
    }
    for (int i = covered.nextClearBit(0); i < document.length(); i = covered.nextClearBit(i + 1)) {
      int at = i;
      boolean left =
          Character.isWhitespace(document.charAt(i)) || (i == 0 && document.charAt(0) == '\uFEFF');
      require(left, () -> description + ": char " + at + " is in no chunk");
    }
  }

  /**
   * Every chunk begins and ends at white space, between clusters, or in one that is too long for a
   * chunk.
   */
  private static void checkBorder(
      String document, BitSet borders, int at, ChunkOptions options, String description) {
    boolean fine =
        borders.get(at)
            || Character.isWhitespace(document.charAt(at - 1))
            || Character.isWhitespace(document.charAt(at))
            || borders.nextSetBit(at) - borders.previousSetBit(at) > options.maxChars();
    require(
        fine,
        () ->
            "%s: char %d is inside a grapheme cluster: %s"
                .formatted(
                    description,
                    at,
                    document
                        .substring(Math.max(0, at - 8), Math.min(document.length(), at + 8))
                        .chars()
                        .mapToObj(Integer::toHexString)
                        .toList()));
    boolean insidePair =
        at > 0
            && at < document.length()
            && Character.isSurrogatePair(document.charAt(at - 1), document.charAt(at));
    require(!insidePair, () -> description + ": char " + at + " is inside a surrogate pair");
  }

  /** An assertion that costs nothing where it holds: there are millions. */
  private static void require(boolean condition, Supplier<String> description) {
    if (!condition) {
      throw new AssertionError(description.get());
    }
  }

  private static BitSet graphemeBorders(String document) {
    var borders = new BitSet(document.length() + 1);
    var iterator = BreakIterator.getCharacterInstance(Locale.ROOT);
    iterator.setText(document);
    for (int border = iterator.first(); border != BreakIterator.DONE; border = iterator.next()) {
      borders.set(border);
    }
    return borders;
  }
}
