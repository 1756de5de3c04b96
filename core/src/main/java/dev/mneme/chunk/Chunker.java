package dev.mneme.chunk;

import dev.mneme.chunk.Block.Kind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts documents into chunks. A chunk ends at the end of a paragraph, list item or code block if
 * that leaves it at least half full, else at the end of a sentence, and inside one only where the
 * sentence alone is longer than a chunk. A Markdown heading begins a chunk, together with the
 * headings right above it. Sentences at the end of a chunk are repeated at the beginning of the
 * next one under the same heading, as far as {@link ChunkOptions#overlapChars} allows.
 *
 * <p>Every character of the document that is not white space is in a chunk, a leading byte order
 * mark excepted; surrogate pairs are never cut, and grapheme clusters only at their white space or
 * if one alone is longer than a chunk. Deterministic; linear in the document; any sequence of chars
 * is a document. Stateless.
 *
 * <p>A document is read in parts of {@value DocumentParts#SMALLEST} to {@value
 * DocumentParts#LARGEST} chars that end at a heading or between blocks where there are any, so that
 * memory does not grow with it; chunks neither reach over the end of a part nor repeat what is
 * before it.
 */
public final class Chunker {
  private final ChunkOptions options;
  private final Consumer<Chunk> chunks;
  private int index;
  private int partStart;
  private String part = "";

  private Chunker(ChunkOptions options, Consumer<Chunk> chunks) {
    this.options = options;
    this.chunks = chunks;
  }

  /** The chunks in the order of the document; none for a blank one. */
  public static List<Chunk> chunk(String document, ChunkOptions options, DocumentFormat format) {
    var chunks = new ArrayList<Chunk>();
    try {
      stream(new StringReader(document), options, format, chunks::add);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a string failed", e);
    }
    return List.copyOf(chunks);
  }

  /**
   * Hands over the same chunks one by one, as the document is read; it is at most 2^31 - 1 chars
   * long.
   */
  public static void stream(
      Reader document, ChunkOptions options, DocumentFormat format, Consumer<Chunk> chunks)
      throws IOException {
    var chunker = new Chunker(options, chunks);
    var parts = new DocumentParts(document, format);
    while (parts.next()) {
      chunker.partStart = parts.start();
      chunker.part = parts.text();
      chunker.cut(parts.blocks());
    }
  }

  private void cut(List<Block> blocks) {
    for (var section : sections(blocks)) {
      String heading = section.getLast().heading();
      pack(new PieceCutter(part, options.maxChars()).cut(section), heading);
    }
  }

  /** Begins a section at every heading that does not follow another one. */
  private static List<List<Block>> sections(List<Block> blocks) {
    var sections = new ArrayList<List<Block>>();
    boolean afterHeading = false;
    for (var block : blocks) {
      boolean isHeading = block.kind() == Kind.HEADING;
      if (sections.isEmpty() || (isHeading && !afterHeading)) {
        sections.add(new ArrayList<>());
      }
      sections.getLast().add(block);
      afterHeading = isHeading;
    }
    return sections;
  }

  private void pack(List<Piece> pieces, String heading) {
    int first = 0; // of the pieces of this chunk, repeated ones included
    int fresh = 0; // the first piece that no chunk holds yet
    while (fresh < pieces.size()) {
      int end = chunkEnd(pieces, first, fresh);
      int start = pieces.get(first).start();
      int stop = pieces.get(end - 1).end();
      chunks.accept(
          new Chunk(
              index, partStart + start, partStart + stop, part.substring(start, stop), heading));
      index++;
      first = end < pieces.size() ? overlapStart(pieces, first, end) : end;
      fresh = end;
    }
  }

  /**
   * The piece before which the chunk ends; after {@code fresh}, so that every chunk says something
   * new.
   */
  private int chunkEnd(List<Piece> pieces, int first, int fresh) {
    int start = pieces.get(first).start();
    int end = fresh + 1;
    while (end < pieces.size() && pieces.get(end).end() - start <= options.maxChars()) {
      end++;
    }
    if (end == pieces.size()) {
      return end;
    }
    for (int border = end; border > fresh; border--) {
      boolean halfFull = pieces.get(border - 1).end() - start >= options.maxChars() / 2;
      if (!halfFull) {
        break;
      }
      if (pieces.get(border).beginsBlock()) {
        return border;
      }
    }
    return end;
  }

  /**
   * The first of the pieces before {@code end} that the next chunk repeats; {@code end} if none
   * fits.
   */
  private int overlapStart(List<Piece> pieces, int first, int end) {
    int overlapEnd = pieces.get(end - 1).end();
    int nextEnd = pieces.get(end).end();
    int start = end;
    while (start - 1 > first) {
      var piece = pieces.get(start - 1);
      boolean fits =
          piece.repeatable()
              && overlapEnd - piece.start() <= options.overlapChars()
              && nextEnd - piece.start() <= options.maxChars();
      if (!fits) {
        break;
      }
      start--;
    }
    return start;
  }
}
