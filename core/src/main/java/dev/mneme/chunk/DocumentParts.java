package dev.mneme.chunk;

import dev.mneme.chunk.Block.Kind;
import dev.mneme.core.text.Graphemes;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

/**
 * Reads a document in parts, which are few lines more than enough to cut chunks from. A part ends
 * where a section does, or else between two blocks, and inside a block only if it alone is longer.
 * Where a part ends depends on the document alone. Holds one part at a time; not thread-safe.
 */
final class DocumentParts {
  static final int SMALLEST = 64 << 10;
  static final int LARGEST = 128 << 10;

  private final Reader in;
  private final DocumentFormat format;
  private final char[] buffer = new char[LARGEST + 2];
  private int buffered;
  private int start;
  private String text = "";
  private BlockReader.Result result =
      new BlockReader.Result(List.of(), BlockReader.Place.beginning());

  DocumentParts(Reader in, DocumentFormat format) {
    this.in = in;
    this.format = format;
  }

  /** Reads the next part, if there is one. */
  boolean next() throws IOException {
    start += text.length();
    fill();
    if (buffered == 0) {
      return false;
    }
    int end = buffered <= LARGEST ? buffered : border(new String(buffer, 0, buffered));
    text = new String(buffer, 0, end);
    buffered -= end;
    System.arraycopy(buffer, end, buffer, 0, buffered);
    result = BlockReader.read(text, format, result.end());
    return true;
  }

  /** Index of the part's first char in the document. */
  int start() {
    return start;
  }

  String text() {
    return text;
  }

  List<Block> blocks() {
    return result.blocks();
  }

  /** Reads more than the largest part where there is as much, to see what follows it. */
  private void fill() throws IOException {
    while (buffered < buffer.length) {
      int read = in.read(buffer, buffered, buffer.length - buffered);
      if (read < 0) {
        return;
      }
      buffered += read;
    }
  }

  /** Where the part ends that begins this window. */
  private int border(String window) {
    var blocks = BlockReader.read(window, format, result.end()).blocks();
    int between = -1;
    for (int i = blocks.size() - 1; i > 0 && blocks.get(i).start() >= SMALLEST; i--) {
      var block = blocks.get(i);
      if (block.start() > LARGEST) {
        continue;
      }
      if (block.kind() == Kind.HEADING && blocks.get(i - 1).kind() != Kind.HEADING) {
        return block.start();
      }
      between = Math.max(between, block.start());
    }
    return between >= 0 ? between : insideBlock(window);
  }

  private static int insideBlock(String window) {
    for (int i = LARGEST; i > SMALLEST; i--) {
      if (window.charAt(i - 1) == '\n') {
        return i;
      }
    }
    for (int i = LARGEST; i > SMALLEST; i--) {
      if (Character.isWhitespace(window.charAt(i - 1)) && Graphemes.floor(window, i) == i) {
        return i;
      }
    }
    return Graphemes.lastBorder(window, 0, LARGEST);
  }
}
