package dev.mneme.chunk;

import dev.mneme.chunk.Block.Kind;
import dev.mneme.chunk.MarkdownLine.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Groups the lines of a part of a document into blocks, in one pass. Every line that is not blank
 * is in exactly one block. Markdown is read line by line and without regard to nesting: enough to
 * cut well, not a parser.
 */
final class BlockReader {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String document;
  private final DocumentFormat format;
  private final Lines lines;
  private final List<Block> blocks = new ArrayList<>();
  private final HeadingPath headings;
  private final boolean first;
  private String heading;
  private Optional<Fence> openFence;
  // The paragraph that is being read.
  private int paragraphStart = -1;
  private int paragraphEnd = -1;
  private int paragraphLines;
  private String lastLine = "";

  private BlockReader(String document, DocumentFormat format, Place place) {
    this.document = document;
    this.format = format;
    this.headings = place.headings().copy();
    this.heading = headings.render();
    this.first = place.first();
    this.openFence = place.openFence();
    int start = first && document.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    this.lines = new Lines(document, start, document.length());
  }

  /**
   * What is in force where a part of a document begins.
   *
   * @param first whether the document begins there
   * @param openFence of the code block that reaches into the part
   */
  record Place(HeadingPath headings, boolean first, Optional<Fence> openFence) {
    static Place beginning() {
      return new Place(new HeadingPath(), true, Optional.empty());
    }
  }

  /** The blocks of a part, and what is in force behind it. */
  record Result(List<Block> blocks, Place end) {}

  static Result read(String part, DocumentFormat format, Place place) {
    var reader = new BlockReader(part, format, place);
    reader.read();
    return new Result(reader.blocks, new Place(reader.headings, false, reader.openFence));
  }

  private void read() {
    openFence.ifPresent(fence -> readCode(fence, 0));
    boolean atStart = first;
    while (lines.next()) {
      String line = lines.content();
      if (line.isBlank()) {
        endParagraph();
      } else if (format == DocumentFormat.TEXT) {
        extendParagraph(line);
      } else if (atStart && line.stripTrailing().equals("---")) {
        readFrontMatter();
      } else {
        readMarkdown(line);
      }
      atStart = false;
    }
    endParagraph();
  }

  private void readMarkdown(String line) {
    Optional<MarkdownLine.Heading> atx = MarkdownLine.atxHeading(line);
    if (atx.isPresent()) {
      endParagraph();
      addHeading(atx.get().level(), atx.get().title(), lines.start());
      return;
    }
    Optional<Fence> fence = MarkdownLine.fence(line);
    if (fence.isPresent()) {
      endParagraph();
      readCode(fence.get(), lines.start());
      return;
    }
    int level = paragraphLines == 1 ? MarkdownLine.underlineLevel(line) : 0;
    if (level > 0) {
      int start = paragraphStart;
      dropParagraph();
      addHeading(level, lastLine, start);
      return;
    }
    if (line.startsWith("|")) {
      endParagraph();
      add(Kind.ROW, lines.start(), lines.end());
      return;
    }
    if (MarkdownLine.isListItem(line)) {
      endParagraph();
    }
    extendParagraph(line);
  }

  /**
   * The settings between two lines of dashes at the top, which are not headings. Without a second
   * line it is text.
   */
  private void readFrontMatter() {
    var ahead = new Lines(document, lines.end(), document.length());
    while (ahead.next()) {
      String line = ahead.content().stripTrailing();
      if (line.equals("---") || line.equals("...")) {
        int start = lines.start();
        while (lines.end() < ahead.end()) {
          lines.next();
        }
        add(Kind.CODE, start, lines.end());
        return;
      }
    }
    extendParagraph(lines.content());
  }

  private void readCode(Fence opening, int start) {
    openFence = Optional.of(opening);
    while (openFence.isPresent() && lines.next()) {
      if (MarkdownLine.fence(lines.content()).filter(fence -> fence.closes(opening)).isPresent()) {
        openFence = Optional.empty();
      }
    }
    add(Kind.CODE, start, lines.end());
  }

  private void addHeading(int level, String title, int start) {
    headings.enter(level, title);
    heading = headings.render();
    add(Kind.HEADING, start, lines.end());
  }

  private void extendParagraph(String line) {
    if (paragraphLines == 0) {
      paragraphStart = lines.start();
    }
    paragraphEnd = lines.end();
    paragraphLines++;
    lastLine = line;
  }

  private void endParagraph() {
    if (paragraphLines > 0) {
      add(Kind.PARAGRAPH, paragraphStart, paragraphEnd);
      dropParagraph();
    }
  }

  private void dropParagraph() {
    paragraphLines = 0;
  }

  private void add(Kind kind, int start, int end) {
    blocks.add(new Block(kind, start, end, heading));
  }
}
