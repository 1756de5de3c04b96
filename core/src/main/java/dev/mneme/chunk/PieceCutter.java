package dev.mneme.chunk;

import dev.mneme.core.text.Graphemes;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts blocks into pieces of at most {@code maxChars}: paragraphs at sentences, code at lines and
 * only where it does not fit whole, headings and table rows only where they do not fit, and what is
 * still too long at white space, or else between grapheme clusters. Linear in the document. Not
 * thread-safe.
 */
final class PieceCutter {
  private final String document;
  private final int maxChars;
  private final BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
  private final List<Piece> pieces = new ArrayList<>();
  private boolean beginsBlock;

  PieceCutter(String document, int maxChars) {
    this.document = document;
    this.maxChars = maxChars;
  }

  List<Piece> cut(List<Block> blocks) {
    for (var block : blocks) {
      beginsBlock = true;
      switch (block.kind()) {
        case PARAGRAPH -> cutSentences(block.start(), block.end());
        case HEADING, ROW -> addFitting(block.start(), block.end(), false);
        case CODE -> cutCode(block.start(), block.end());
      }
    }
    return pieces;
  }

  private void cutSentences(int start, int end) {
    String text = document.substring(start, end);
    var graphemes = new Graphemes(text);
    sentences.setText(text);
    int from = start;
    int seen = 0;
    boolean hasWords = false; // "1." is the beginning of a list item and not a sentence
    for (int border = sentences.next(); border != BreakIterator.DONE; border = sentences.next()) {
      hasWords |= text.substring(seen, border).codePoints().anyMatch(Character::isLetter);
      seen = border;
      // The rules for sentences do not care for clusters.
      if (hasWords && (border == text.length() || graphemes.isBorder(border))) {
        addFitting(from, start + border, true);
        from = start + border;
        hasWords = false;
      }
    }
    addFitting(from, end, true); // what had no words, or where the iterator stopped early
  }

  private void cutCode(int start, int end) {
    int from = skipBlank(start, end);
    int to = stripBlank(from, end);
    if (to - from <= maxChars) {
      add(from, to, false);
      return;
    }
    var lines = new Lines(document, start, end);
    while (lines.next()) {
      addFitting(lines.start(), lines.end(), false);
    }
  }

  /** Adds the range as one piece, or as several if it is too long. */
  private void addFitting(int start, int end, boolean repeatable) {
    int from = skipBlank(start, end);
    int to = stripBlank(from, end);
    boolean whole = to - from <= maxChars;
    while (to - from > maxChars) {
      int border = softBorder(from, from + maxChars);
      add(from, stripBlank(from, border), false);
      from = skipBlank(border, to);
    }
    add(from, to, repeatable && whole);
  }

  private void add(int start, int end, boolean repeatable) {
    if (start < end) {
      pieces.add(new Piece(start, end, beginsBlock, repeatable));
      beginsBlock = false;
    }
  }

  /**
   * Where to cut in {@code (start, limit]}: in its second half at a line end, or at white space, or
   * between graphemes.
   */
  private int softBorder(int start, int limit) {
    int middle = start + (limit - start) / 2;
    int space = -1;
    for (int i = limit; i > middle; i--) {
      char c = document.charAt(i); // limit is within the block, so there is one
      if (c == '\n' || c == '\r') {
        return i;
      }
      if (space < 0 && Character.isWhitespace(c)) {
        space = i;
      }
    }
    return space >= 0 ? space : Graphemes.lastBorder(document, start, limit - start);
  }

  private int skipBlank(int start, int end) {
    int from = start;
    while (from < end && Character.isWhitespace(document.charAt(from))) {
      from++;
    }
    return from;
  }

  private int stripBlank(int start, int end) {
    int to = end;
    while (to > start && Character.isWhitespace(document.charAt(to - 1))) {
      to--;
    }
    return to;
  }
}
