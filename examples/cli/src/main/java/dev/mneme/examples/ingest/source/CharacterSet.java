package dev.mneme.examples.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** What stands between the brackets of a shell pattern. Immutable. */
final class CharacterSet {
  private final List<IntPredicate> members = new ArrayList<>();
  private final boolean negated;
  private final int end;
  private final boolean closed;

  /**
   * Reads a set.
   *
   * @param from behind the opening bracket
   */
  CharacterSet(int[] pattern, int from) {
    negated = from < pattern.length && (pattern[from] == '!' || pattern[from] == '^');
    int first = negated ? from + 1 : from;
    int at = first;
    while (at < pattern.length && (pattern[at] != ']' || at == first)) {
      at = readMember(pattern, at);
    }
    closed = at < pattern.length;
    end = at + 1;
  }

  boolean isClosed() {
    return closed;
  }

  /** Behind the closing bracket. */
  int end() {
    return end;
  }

  boolean contains(int c) {
    return members.stream().anyMatch(member -> member.test(c)) != negated;
  }

  private int readMember(int[] pattern, int from) {
    if (pattern[from] == '[' && from + 1 < pattern.length && pattern[from + 1] == ':') {
      int close = from + 2;
      while (close < pattern.length && Character.isLetter(pattern[close])) {
        close++;
      }
      if (close + 1 < pattern.length && pattern[close] == ':' && pattern[close + 1] == ']') {
        members.add(named(new String(pattern, from + 2, close - from - 2)));
        return close + 2;
      }
    }
    int at = skipEscape(pattern, from);
    int low = pattern[at++];
    boolean range = at + 1 < pattern.length && pattern[at] == '-' && pattern[at + 1] != ']';
    if (!range) {
      members.add(c -> c == low);
      return at;
    }
    at = skipEscape(pattern, at + 1);
    int high = pattern[at];
    members.add(c -> c >= low && c <= high);
    return at + 1;
  }

  private static int skipEscape(int[] pattern, int at) {
    return pattern[at] == '\\' && at + 1 < pattern.length ? at + 1 : at;
  }

  /** The classes of POSIX, for ASCII; an unknown one has no members. */
  private static IntPredicate named(String name) {
    return switch (name) {
      case "alpha" -> CharacterSet::isAlpha;
      case "digit" -> CharacterSet::isDigit;
      case "alnum" -> c -> isAlpha(c) || isDigit(c);
      case "upper" -> c -> c >= 'A' && c <= 'Z';
      case "lower" -> c -> c >= 'a' && c <= 'z';
      case "blank" -> c -> c == ' ' || c == '\t';
      case "space" -> c -> c == ' ' || (c >= '\t' && c <= '\r');
      case "cntrl" -> c -> c < ' ' || c == 0x7F;
      case "graph" -> c -> c > ' ' && c < 0x7F;
      case "print" -> c -> c >= ' ' && c < 0x7F;
      case "punct" -> c -> c > ' ' && c < 0x7F && !isAlpha(c) && !isDigit(c);
      case "xdigit" -> c -> Character.digit(c, 16) >= 0 && c < 0x7F;
      default -> c -> false;
    };
  }

  private static boolean isAlpha(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
