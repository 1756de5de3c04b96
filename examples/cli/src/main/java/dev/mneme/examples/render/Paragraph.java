package dev.mneme.examples.render;

import dev.mneme.core.text.Graphemes;
import dev.mneme.core.text.Printable;
import dev.mneme.request.Hit.Range;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Breaks a text with marked ranges into lines of a width. White space becomes single blanks;
 * control characters, which could steer a terminal, become blanks too, and invisible signs are left
 * out. A text that is too long is cut around its first mark; cuts are between grapheme clusters.
 */
public final class Paragraph {
  private static final String GAP = "…";

  private final Style style;
  private final int width;
  private final int mostChars;

  /**
   * @param width of a line, in characters
   * @param mostChars of the text to show
   */
  public Paragraph(Style style, int width, int mostChars) {
    this.style = style;
    this.width = Math.max(width, 20);
    this.mostChars = mostChars;
  }

  /** The lines, without indentation. */
  public List<Line> lines(String text, List<Range> marks) {
    var marked = new BitSet(text.length());
    for (var mark : marks) {
      marked.set(Graphemes.floor(text, mark.start()), Graphemes.ceil(text, mark.end()));
    }
    int start = windowStart(text, marked);
    int end = Math.min(text.length(), start + mostChars);
    end = end < text.length() ? wordBorderBefore(text, end, start) : end;
    var wrapped = new Wrapper();
    if (start > 0) {
      wrapped.word(GAP, 1);
    }
    words(text, marked, start, end, wrapped);
    if (end < text.length()) {
      wrapped.word(GAP, 1);
    }
    return wrapped.finish();
  }

  private int windowStart(String text, BitSet marked) {
    int first = marked.nextSetBit(0);
    if (text.length() <= mostChars || first < mostChars * 3 / 4) {
      return 0;
    }
    int start = Math.min(first - mostChars / 4, text.length() - mostChars);
    int border = text.indexOf(' ', start);
    return border >= 0 && border < first ? border + 1 : Graphemes.floor(text, start);
  }

  private static int wordBorderBefore(String text, int end, int start) {
    int border = text.lastIndexOf(' ', end);
    return border > start ? border : Graphemes.lastBorder(text, start, end - start);
  }

  private void words(String text, BitSet marked, int start, int end, Wrapper wrapped) {
    int at = start;
    while (at < end) {
      while (at < end && isBlank(text.charAt(at))) {
        at++;
      }
      int from = at;
      while (at < end && !isBlank(text.charAt(at))) {
        at++;
      }
      if (at > from) {
        longWord(text, marked, from, at, wrapped);
      }
    }
  }

  private void longWord(String text, BitSet marked, int from, int to, Wrapper wrapped) {
    int at = from;
    while (at < to) {
      int end = to - at <= width ? to : Graphemes.lastBorder(text, at, width);
      var word = styled(text, marked, at, end);
      if (!word.isEmpty()) {
        wrapped.word(word, text.codePointCount(at, end));
      }
      at = end;
    }
  }

  private String styled(String text, BitSet marked, int from, int to) {
    var out = new StringBuilder();
    int at = from;
    while (at < to) {
      boolean mark = marked.get(at);
      int change = mark ? marked.nextClearBit(at) : marked.nextSetBit(at);
      int end = change < 0 ? to : Math.min(change, to);
      var piece = visible(text, at, end);
      if (!piece.isEmpty()) {
        out.append(mark ? style.highlight(piece) : style.plain(piece));
      }
      at = end;
    }
    return out.toString();
  }

  private static String visible(String text, int from, int to) {
    var out = new StringBuilder(to - from);
    text.substring(from, to)
        .codePoints()
        .filter(c -> Printable.isPrintable(c))
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isISOControl(c);
  }

  private final class Wrapper {
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int used;

    private void word(String styled, int columns) {
      if (used > 0 && used + 1 + columns > width) {
        lines.add(new Line(line.toString()));
        line.setLength(0);
        used = 0;
      }
      if (used > 0) {
        line.append(' ');
        used++;
      }
      line.append(styled);
      used += columns;
    }

    private List<Line> finish() {
      if (used > 0) {
        lines.add(new Line(line.toString()));
      }
      return lines;
    }
  }
}
