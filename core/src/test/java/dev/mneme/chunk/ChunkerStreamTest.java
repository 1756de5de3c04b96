package dev.mneme.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.text.Graphemes;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Documents that are larger than one part. */
class ChunkerStreamTest {
  private static final ChunkOptions OPTIONS = ChunkOptions.defaults();
  private static final List<String> PARTS =
      List.of(
          "# Heading\n",
          "## Another one\n\n",
          "A sentence that says something. ",
          "word ",
          "\n\n",
          "\n",
          "\r\n",
          "```\n",
          "| a | b |\n",
          "- item\n",
          "👨‍👩‍👧",
          "e\u0301",
          "漢字",
          "\t");

  private static String random(Random random, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      var part = PARTS.get(random.nextInt(PARTS.size()));
      // Now and then something that no part holds whole.
      int repeat = random.nextInt(400) == 0 ? 2 * DocumentParts.LARGEST / part.length() : 1;
      text.append(part.repeat(repeat));
    }
    return text.toString();
  }

  /** A reader that gives little at a time. */
  private static Reader dribbling(String text, Random random) {
    return new Reader() {
      private final StringReader whole = new StringReader(text);

      @Override
      public int read(char[] buffer, int offset, int length) throws IOException {
        return whole.read(buffer, offset, Math.min(length, 1 + random.nextInt(70_000)));
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void anyLargeDocument_isWholeInChunksThatFit_howeverItIsRead() throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      var random = new Random(seed);
      int around =
          (1 + seed % 4) * (seed % 2 == 0 ? DocumentParts.LARGEST : DocumentParts.SMALLEST);
      var text = random(random, around + random.nextInt(9) - 4);
      var format = DocumentFormat.values()[seed % 2];

      var chunks = Chunker.chunk(text, OPTIONS, format);
      var streamed = new ArrayList<Chunk>();
      Chunker.stream(dribbling(text, random), OPTIONS, format, streamed::add);

      assertThat(streamed).as("seed %d", seed).isEqualTo(chunks);
      int end = 0;
      for (int i = 0; i < chunks.size(); i++) {
        var chunk = chunks.get(i);
        assertThat(chunk.index()).isEqualTo(i);
        assertThat(chunk.text()).isEqualTo(text.substring(chunk.start(), chunk.end()));
        assertThat(chunk.text().length()).isBetween(1, OPTIONS.maxChars());
        assertThat(Graphemes.floor(text, chunk.start())).isEqualTo(chunk.start());
        if (chunk.start() > end) {
          assertThat(text.substring(end, chunk.start()).strip()).as("seed %d", seed).isEmpty();
        }
        end = Math.max(end, chunk.end());
      }
      assertThat(text.substring(end).strip()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void headingsAndCodeBlocks_reachOverTheEndsOfParts() {
    var section = "Some words about it, again and again. ".repeat(20) + "\n\n";
    var text =
        "# Book\n\n## Long\n\n"
            + section.repeat(400)
            + "```\n"
            + "# no heading in code\n".repeat(20_000)
            + "```\n\n## Last\n\nthe end\n";

    var chunks = Chunker.chunk(text, OPTIONS, DocumentFormat.MARKDOWN);

    assertThat(chunks).extracting(Chunk::heading).containsOnly("Book > Long", "Book > Last");
    assertThat(chunks.getLast().text()).isEqualTo("## Last\n\nthe end");
  }

  @Test
  void partsEndAtHeadings_whereThereAreAny() throws IOException {
    var text = ("# Title\n\n" + "word ".repeat(2_000) + "\n\n").repeat(40);
    var parts = new DocumentParts(new StringReader(text), DocumentFormat.MARKDOWN);
    int count = 0;
    while (parts.next()) {
      assertThat(parts.text()).startsWith("# Title");
      count++;
    }
    assertThat(count).isBetween(3, 8);
  }
}
