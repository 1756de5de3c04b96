package dev.mneme.bench.data;

/**
 * A filter: an attribute of {@link Corpus} in [from, to).
 *
 * @param attribute "random" or "near"
 */
public record Range(String attribute, int from, int to) {
  public static final String RANDOM = "random";
  public static final String NEAR = "near";

  public boolean holds(Corpus corpus, int ordinal) {
    int value = attribute.equals(RANDOM) ? corpus.random(ordinal) : corpus.near(ordinal);
    return value >= from && value < to;
  }

  /** How many memories of the corpus match. */
  public int matches() {
    return to - from;
  }
}
