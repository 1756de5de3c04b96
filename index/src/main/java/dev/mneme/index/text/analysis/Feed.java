package dev.mneme.index.text.analysis;

import java.util.List;

/**
 * What an analyzer is fed for a text: the text in one form, with other forms of some words written
 * behind them, and the words that are to be indexed as they are written, which no analyzer would
 * leave whole. Immutable by agreement.
 *
 * @param chars of which the first {@code length} count
 * @param segments ascending; none where the feed is the text in one form
 * @param parts ranges of the uniform text, {@code [start, end)} one after the other, whose words
 *     are parts of something larger
 * @param wholes ascending by where they stand
 */
record Feed(
    char[] chars,
    int length,
    CharForms.Uniform uniform,
    List<Segment> segments,
    int[] parts,
    List<Whole> wholes) {

  /** What a stretch of the feed is. */
  enum Kind {
    /** The text, char by char. */
    TEXT,
    /** Stands in the place of the text. */
    REPLACEMENT,
    /** The word before without its accents. */
    FOLDED,
    /** A part of the word before, which is written in camel case. */
    HUMP
  }

  /**
   * @param start in the feed
   * @param from of what it stands for in the uniform text
   */
  record Segment(Kind kind, int start, int from, int to) {}

  /**
   * A word as it is written, in lower case but for stop words in capitals.
   *
   * @param from where it stands in the uniform text
   * @param simple whether there is but one word in it, with signs that belong to it
   */
  record Whole(String term, int from, int to, boolean simple) {}

  /** The segment that holds a place of the feed; there must be segments. */
  private Segment segment(int at) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).start() <= at) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return segments.get(low);
  }

  Kind kind(int at) {
    return segments.isEmpty() ? Kind.TEXT : segment(at).kind();
  }

  /** Whether the word at this place of the feed is a part of a larger one. */
  boolean isPart(int at) {
    if (parts.length == 0) {
      return false;
    }
    int from = uniformStart(at);
    int low = 0;
    int high = parts.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (parts[2 * middle + 1] <= from) {
        low = middle + 1;
      } else if (parts[2 * middle] > from) {
        high = middle - 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** What the char at this place of the feed stands for in the uniform text. */
  int uniformStart(int at) {
    if (segments.isEmpty()) {
      return at;
    }
    Segment segment = segment(at);
    return segment.kind == Kind.TEXT ? segment.from + at - segment.start : segment.from;
  }

  /** Where in the original text the char at this place of the feed begins. */
  int originalStart(int at) {
    int from = uniformStart(at);
    return from < uniform.length() ? uniform.originalStart(from) : originalLength();
  }

  int originalLength() {
    return uniform.length() == 0 ? 0 : uniform.originalEnd(uniform.length() - 1);
  }

  /** Where in the original text the char before this place of the feed ends. */
  int originalEnd(int end) {
    if (end == 0 || length == 0 || uniform.length() == 0) {
      return 0;
    }
    int last = Math.min(end, length) - 1;
    if (!segments.isEmpty()) {
      Segment segment = segment(last);
      last = segment.kind == Kind.TEXT ? segment.from + last - segment.start : segment.to - 1;
    }
    return uniform.originalEnd(Math.clamp(last, 0, uniform.length() - 1));
  }
}
