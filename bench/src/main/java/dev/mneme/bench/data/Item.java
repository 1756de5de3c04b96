package dev.mneme.bench.data;

/** One memory to index, with arrays and strings of its own. */
@SuppressWarnings("ArrayRecordComponent")
public record Item(int ordinal, String text, float[] vector, int random, int near) {
  public String id() {
    return Corpus.id(ordinal);
  }
}
