package dev.mneme.search.execute;

import dev.mneme.core.text.Graphemes;
import dev.mneme.index.text.TextSpan;
import java.util.List;

/** Cuts the passage out of a text that shows most of the words that were found. */
final class Snippets {
  private static final String CUT = "…";

  private Snippets() {}

  /**
   * At most {@code length} characters, cut at word borders where there are any, with an ellipsis at
   * each cut end.
   *
   * @param spans of the found words, ascending, not overlapping
   * @param length at least 4
   */
  static String best(String text, List<TextSpan> spans, int length) {
    if (text.length() <= length) {
      return text;
    }
    int body = length - 2 * CUT.length();
    int first = densest(spans, body);
    int focus = spans.isEmpty() ? 0 : spans.get(first).start();
    int focusEnd = spans.isEmpty() ? 0 : Math.min(focus + body, lastEnd(spans, first, body));
    int start = Math.clamp(focus - (body - (focusEnd - focus)) / 2, 0, text.length() - body);
    int end = start + body;
    start = start == 0 ? 0 : wordStart(text, start, Math.min(focus, end));
    int least = Math.max(focusEnd, start + Math.max(1, (end - start) / 2)); // a long word is cut
    end = end == text.length() ? end : wordEnd(text, end, least);
    end =
        end > start ? end : Graphemes.lastBorder(text, start, body); // a cluster that fills it all
    while (start < end && isBlankCharacter(text, start)) {
      start++;
    }
    return (start > 0 ? CUT : "")
        + text.substring(start, end).stripTrailing()
        + (end < text.length() ? CUT : "");
  }

  /** Whether white space stands there, and no mark on it. */
  private static boolean isBlankCharacter(String text, int index) {
    return Character.isWhitespace(text.charAt(index))
        && Graphemes.floor(text, index + 1) == index + 1;
  }

  /** The span from which on most spans lie within {@code body} characters. */
  private static int densest(List<TextSpan> spans, int body) {
    int best = 0;
    int most = 0;
    int last = 0;
    for (int first = 0; first < spans.size(); first++) {
      last = Math.max(last, first);
      while (last < spans.size() && spans.get(last).end() <= spans.get(first).start() + body) {
        last++;
      }
      if (last - first > most) {
        most = last - first;
        best = first;
      }
    }
    return best;
  }

  private static int lastEnd(List<TextSpan> spans, int first, int body) {
    int end = spans.get(first).end();
    for (int i = first;
        i < spans.size() && spans.get(i).end() <= spans.get(first).start() + body;
        i++) {
      end = spans.get(i).end();
    }
    return end;
  }

  /**
   * The first start of a word at or after {@code from}; if there is none up to {@code limit}, the
   * first border between characters.
   */
  private static int wordStart(String text, int from, int limit) {
    for (int i = from; i <= limit; i++) {
      if (Character.isWhitespace(text.charAt(i - 1)) && Graphemes.floor(text, i) == i) {
        return i;
      }
    }
    return Graphemes.ceil(text, from);
  }

  /** The last end of a word at or before {@code to}, down to {@code limit}. */
  private static int wordEnd(String text, int to, int limit) {
    for (int i = to; i >= limit; i--) {
      if (Character.isWhitespace(text.charAt(i)) && Graphemes.floor(text, i) == i) {
        return i;
      }
    }
    return Graphemes.floor(text, to);
  }
}
