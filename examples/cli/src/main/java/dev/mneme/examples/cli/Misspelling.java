package dev.mneme.examples.cli;

import dev.mneme.core.text.Printable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what somebody may have wanted to write. */
final class Misspelling {
  private static final int MOST = 3;
  private static final int LONGEST = 100;

  private Misspelling() {}

  /** The candidates that few slips turn into the word, the likeliest first. */
  static List<String> likely(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return List.of();
    }
    int allowed = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(word, name(candidate)) <= allowed)
        .sorted(Comparator.comparingInt(candidate -> distance(word, name(candidate))))
        .limit(MOST)
        .map(Printable::escape)
        .toList();
  }

  /** An option without what it takes. */
  private static String name(String candidate) {
    int end = candidate.indexOf('=');
    return end < 0 ? candidate : candidate.substring(0, end);
  }

  /** Letters to insert, delete, replace or exchange with their neighbour. */
  private static int distance(String from, String to) {
    var distances = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, from, to, i, j);
      }
    }
    return distances[from.length()][to.length()];
  }

  private static int step(int[][] distances, String from, String to, int i, int j) {
    int replaced = distances[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
    boolean exchanged =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return exchanged ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
  }
}
