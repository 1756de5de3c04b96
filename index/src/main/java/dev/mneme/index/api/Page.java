package dev.mneme.index.api;

import java.util.function.IntConsumer;

/**
 * The members of an {@link OrdinalBitmap} among 8,192 neighbouring ordinals, by their low 13 bits.
 * Immutable, so that sets share pages.
 *
 * <p>The size weighs what a change copies: a page and the page table. At a million ordinals both
 * are about 1 KiB or less.
 *
 * <p>A page is canonical: equal content has an equal representation. It is {@link DensePage dense},
 * a window of words from the first that is not zero to the last, where that takes at most one word
 * a member, and {@link SparsePage sparse}, a sorted array, otherwise. A sparse page therefore has
 * fewer than 128 members, and a lookup in it at most seven steps; a dense page takes at most four
 * times the bytes that an array would, in return for a lookup of one load, which is what the
 * traversals of the text and vector indexes spend their filter time on.
 */
sealed interface Page permits DensePage, SparsePage {
  /** Ordinals in a page. */
  int SIZE = 1 << 13;

  /** Bits of an ordinal that select within a page. */
  int BITS = 13;

  int MASK = SIZE - 1;

  /** Words of a full page. */
  int WORDS = SIZE / Long.SIZE;

  Page EMPTY = new DensePage(0, new long[0], 0);

  /** The one full page there is, so that two full pages are the same without a look at them. */
  Page FULL = full();

  int cardinality();

  boolean contains(int low);

  /** The smallest member at or above {@code low}, or -1. */
  int next(int low);

  /** The largest member; the page is not empty. */
  int last();

  /** How many members are smaller than {@code low}, which may be {@link #SIZE}. */
  int rank(int low);

  void forEach(int base, IntConsumer consumer);

  /**
   * Writes base + member for all members to {@code out} from {@code at}; returns the position
   * behind the last.
   */
  int copyTo(int base, int[] out, int at);

  /** Sets the members' bits in words, of which the page's first is {@code words[at]}. */
  void orInto(long[] words, int at);

  Page and(Page other);

  Page or(Page other);

  Page andNot(Page other);

  int andCardinality(Page other);

  boolean intersects(Page other);

  /** Heap bytes, about. */
  int heapBytes();

  /**
   * The page of these bits; {@code words} starts at word {@code firstWord} of the page and may be
   * kept.
   */
  static Page ofWords(int firstWord, long[] words) {
    int cardinality = 0;
    for (long word : words) {
      cardinality += Long.bitCount(word);
    }
    return ofWords(firstWord, words, cardinality);
  }

  /** As {@link #ofWords(int, long[])} with the number of ones known. */
  static Page ofWords(int firstWord, long[] words, int cardinality) {
    if (cardinality == 0) {
      return EMPTY;
    }
    if (cardinality == SIZE) {
      return FULL;
    }
    int from = 0;
    while (words[from] == 0) {
      from++;
    }
    int to = words.length;
    while (words[to - 1] == 0) {
      to--;
    }
    if (to - from <= cardinality) {
      boolean exact = from == 0 && to == words.length;
      return new DensePage(
          firstWord + from,
          exact ? words : java.util.Arrays.copyOfRange(words, from, to),
          cardinality);
    }
    var values = new char[cardinality];
    int count = 0;
    for (int i = from; i < to; i++) {
      int base = (firstWord + i) << 6;
      for (long word = words[i]; word != 0; word &= word - 1) {
        values[count++] = (char) (base + Long.numberOfTrailingZeros(word));
      }
    }
    return new SparsePage(values);
  }

  /**
   * The page of the first {@code count} values, which ascend strictly; the array is kept where it
   * fits.
   */
  static Page ofValues(char[] values, int count) {
    if (count == 0) {
      return EMPTY;
    }
    if (count == SIZE) {
      return FULL;
    }
    int firstWord = values[0] >>> 6;
    int length = (values[count - 1] >>> 6) - firstWord + 1;
    if (length > count) {
      return new SparsePage(
          count == values.length ? values : java.util.Arrays.copyOf(values, count));
    }
    var words = new long[length];
    for (int i = 0; i < count; i++) {
      words[(values[i] >>> 6) - firstWord] |= 1L << values[i];
    }
    return new DensePage(firstWord, words, count);
  }

  private static Page full() {
    var words = new long[WORDS];
    java.util.Arrays.fill(words, -1L);
    return new DensePage(0, words, SIZE);
  }

  /** The page of all members in {@code [from, to)}, which is not empty. */
  static Page ofRange(int from, int to) {
    int firstWord = from >>> 6;
    int lastWord = (to - 1) >>> 6;
    var words = new long[lastWord - firstWord + 1];
    java.util.Arrays.fill(words, -1L);
    words[0] &= -1L << from;
    words[words.length - 1] &= -1L >>> -to;
    return ofWords(firstWord, words, to - from);
  }
}
