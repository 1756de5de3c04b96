package dev.mneme.examples.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A shell pattern for one name: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, {@code
 * [[:alpha:]]} and {@code \} before what is meant as it is. Matching takes at most the product of
 * both lengths, whatever the pattern; ignore files come from anywhere. Immutable.
 */
final class Glob {
  private static final int ANY_RUN = -1;

  private final List<IntPredicate> singles = new ArrayList<>();
  private final List<Integer> steps = new ArrayList<>();

  private Glob() {}

  /** Reads a pattern; empty where it is broken off, which matches nothing. */
  static Optional<Glob> parse(String pattern) {
    var glob = new Glob();
    int[] codes = pattern.codePoints().toArray();
    int at = 0;
    while (at < codes.length) {
      int c = codes[at++];
      switch (c) {
        case '*' -> glob.addRun();
        case '?' -> glob.add(any -> true);
        case '[' -> {
          var set = new CharacterSet(codes, at);
          if (!set.isClosed()) {
            return Optional.empty();
          }
          glob.add(set::contains);
          at = set.end();
        }
        case '\\' -> {
          if (at == codes.length) {
            return Optional.empty();
          }
          int literal = codes[at++];
          glob.add(other -> other == literal);
        }
        default -> glob.add(other -> other == c);
      }
    }
    return Optional.of(glob);
  }

  private void add(IntPredicate single) {
    steps.add(singles.size());
    singles.add(single);
  }

  private void addRun() {
    if (steps.isEmpty() || steps.getLast() != ANY_RUN) {
      steps.add(ANY_RUN);
    }
  }

  /** Whether the whole name matches. */
  boolean matches(String name) {
    int[] codes = name.codePoints().toArray();
    int step = 0;
    int at = 0;
    int run = -1; // the last run, the only one that is ever lengthened
    int runEnd = 0;
    while (at < codes.length) {
      if (step < steps.size() && steps.get(step) == ANY_RUN) {
        run = step++;
        runEnd = at;
      } else if (step < steps.size() && singles.get(steps.get(step)).test(codes[at])) {
        step++;
        at++;
      } else if (run >= 0) {
        step = run + 1;
        at = ++runEnd;
      } else {
        return false;
      }
    }
    while (step < steps.size() && steps.get(step) == ANY_RUN) {
      step++;
    }
    return step == steps.size();
  }
}
