package dev.mneme.examples.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of a {@code .gitignore}, under git's rules.
 *
 * @param anchored whether it names a path from its file's directory on, rather than any name below
 *     it
 * @param segments of the path; one that is empty stands for {@code **}
 */
record IgnoreRule(
    boolean negated, boolean directoriesOnly, boolean anchored, List<Optional<Glob>> segments) {
  private static final String ANY_DEPTH = "**";

  /** Reads a line; empty for a blank one, a comment, and what matches nothing. */
  static Optional<IgnoreRule> parse(String line) {
    var pattern = stripTrailingBlanks(line);
    if (pattern.isEmpty() || pattern.startsWith("#")) {
      return Optional.empty();
    }
    boolean negated = pattern.startsWith("!");
    pattern = negated ? pattern.substring(1) : pattern;
    boolean directoriesOnly = pattern.endsWith("/");
    pattern = directoriesOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean anchored = pattern.indexOf('/') >= 0;
    pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
    if (pattern.isEmpty()) {
      return Optional.empty();
    }
    var segments = new ArrayList<Optional<Glob>>();
    for (var segment : pattern.split("/", -1)) {
      var glob = Glob.parse(segment);
      if (glob.isEmpty()) {
        return Optional.empty();
      }
      segments.add(anchored && segment.equals(ANY_DEPTH) ? Optional.empty() : glob);
    }
    return Optional.of(new IgnoreRule(negated, directoriesOnly, anchored, segments));
  }

  /** Blanks at the end do not count, unless a backslash says so. */
  private static String stripTrailingBlanks(String line) {
    int end = line.endsWith("\r") ? line.length() - 1 : line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !isEscaped(line, end - 1)) {
      end--;
    }
    return line.substring(0, end);
  }

  private static boolean isEscaped(String line, int index) {
    int backslashes = 0;
    while (index - backslashes > 0 && line.charAt(index - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /**
   * Whether the rule speaks of this path.
   *
   * @param path names from the ignore file's directory on
   */
  boolean matches(List<String> path, boolean isDirectory) {
    if (directoriesOnly && !isDirectory) {
      return false;
    }
    if (!anchored) {
      return segments.getFirst().orElseThrow().matches(path.getLast());
    }
    return matchesSegments(path);
  }

  /** As in {@link Glob#matches}: only the last run of any depth is ever lengthened. */
  private boolean matchesSegments(List<String> path) {
    int step = 0;
    int at = 0;
    int run = -1;
    int runEnd = 0;
    while (at < path.size()) {
      if (step < segments.size() && segments.get(step).isEmpty()) {
        run = step++;
        runEnd = at;
        if (step == segments.size()) {
          return true; // at the end it stands for everything inside, so for one name or more
        }
      } else if (step < segments.size() && segments.get(step).get().matches(path.get(at))) {
        step++;
        at++;
      } else if (run >= 0) {
        step = run + 1;
        at = ++runEnd;
      } else {
        return false;
      }
    }
    return step == segments.size();
  }
}
