package dev.mneme.index.api;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** A window of 64-bit words; its first and last words are not zero. See {@link Page}. */
final class DensePage implements Page {
  private final int firstWord;
  private final long[] words;
  private final int cardinality;

  /** Keeps {@code words}. Use {@link Page#ofWords}, which picks the representation. */
  DensePage(int firstWord, long[] words, int cardinality) {
    this.firstWord = firstWord;
    this.words = words;
    this.cardinality = cardinality;
  }

  @Override
  public int cardinality() {
    return cardinality;
  }

  @Override
  public boolean contains(int low) {
    int word = (low >>> 6) - firstWord;
    return word >= 0 && word < words.length && (words[word] >>> low & 1) != 0;
  }

  @Override
  public int next(int low) {
    int index = (low >>> 6) - firstWord;
    long mask = index < 0 ? -1L : -1L << low;
    index = Math.max(index, 0);
    if (index >= words.length) {
      return -1;
    }
    long word = words[index] & mask;
    while (word == 0) {
      if (++index == words.length) {
        return -1;
      }
      word = words[index];
    }
    return ((firstWord + index) << 6) + Long.numberOfTrailingZeros(word);
  }

  @Override
  public int last() {
    int index = words.length - 1;
    return ((firstWord + index) << 6) + 63 - Long.numberOfLeadingZeros(words[index]);
  }

  @Override
  public int rank(int low) {
    int end = (low >>> 6) - firstWord;
    if (end < 0) {
      return 0;
    }
    if (end >= words.length) {
      return cardinality;
    }
    int count = Long.bitCount(words[end] & ~(-1L << low));
    for (int i = 0; i < end; i++) {
      count += Long.bitCount(words[i]);
    }
    return count;
  }

  @Override
  public void forEach(int base, IntConsumer consumer) {
    for (int i = 0; i < words.length; i++) {
      int start = base + ((firstWord + i) << 6);
      for (long word = words[i]; word != 0; word &= word - 1) {
        consumer.accept(start + Long.numberOfTrailingZeros(word));
      }
    }
  }

  @Override
  public int copyTo(int base, int[] out, int at) {
    int count = at;
    for (int i = 0; i < words.length; i++) {
      int start = base + ((firstWord + i) << 6);
      for (long word = words[i]; word != 0; word &= word - 1) {
        out[count++] = start + Long.numberOfTrailingZeros(word);
      }
    }
    return count;
  }

  @Override
  public void orInto(long[] all, int at) {
    for (int i = 0; i < words.length; i++) {
      all[at + firstWord + i] |= words[i];
    }
  }

  @Override
  public Page and(Page other) {
    return switch (other) {
      case SparsePage sparse -> sparse.and(this);
      case DensePage dense -> andDense(dense);
    };
  }

  private Page andDense(DensePage other) {
    // Counted first: of what is often the whole of one of the two, no copy is made.
    int count = andCardinalityDense(other);
    if (count == cardinality) {
      return this;
    }
    if (count == other.cardinality) {
      return other;
    }
    if (count == 0) {
      return EMPTY;
    }
    int from = Math.max(firstWord, other.firstWord);
    var result = new long[Math.min(end(), other.end()) - from];
    int mine = from - firstWord;
    int theirs = from - other.firstWord;
    for (int i = 0; i < result.length; i++) {
      result[i] = words[mine + i] & other.words[theirs + i];
    }
    return Page.ofWords(from, result, count);
  }

  @Override
  public Page or(Page other) {
    if (other.cardinality() == 0) {
      return this;
    }
    return switch (other) {
      case SparsePage sparse -> orSparse(sparse);
      case DensePage dense -> orDense(dense);
    };
  }

  private Page orDense(DensePage other) {
    if (cardinality < other.cardinality) {
      return other.orDense(
          this); // the copy is the larger one's, so that it can be returned as it is
    }
    if (other.cardinality == 0) {
      return this;
    }
    int from = Math.min(firstWord, other.firstWord);
    long[] result = window(from, Math.max(end(), other.end()));
    int count = cardinality;
    int shift = other.firstWord - from;
    for (int i = 0; i < other.words.length; i++) {
      count += Long.bitCount(other.words[i] & ~result[shift + i]);
      result[shift + i] |= other.words[i];
    }
    return count == cardinality ? this : Page.ofWords(from, result, count);
  }

  private Page orSparse(SparsePage other) {
    int from = Math.min(firstWord, other.first() >>> 6);
    long[] result = window(from, Math.max(end(), (other.last() >>> 6) + 1));
    int added = other.setIn(result, from);
    return added == 0 ? this : Page.ofWords(from, result, cardinality + added);
  }

  @Override
  public Page andNot(Page other) {
    if (cardinality == 0 || other.cardinality() == 0) {
      return this;
    }
    return switch (other) {
      case SparsePage sparse -> {
        long[] result = words.clone();
        int removed = sparse.clearIn(result, firstWord);
        yield removed == 0 ? this : Page.ofWords(firstWord, result, cardinality - removed);
      }
      case DensePage dense -> andNotDense(dense);
    };
  }

  private Page andNotDense(DensePage other) {
    int from = Math.max(firstWord, other.firstWord);
    int to = Math.min(end(), other.end());
    int removed = 0;
    for (int i = from; i < to; i++) {
      removed += Long.bitCount(words[i - firstWord] & other.words[i - other.firstWord]);
    }
    if (removed == 0 || removed == cardinality) {
      return removed == 0 ? this : EMPTY;
    }
    long[] result = words.clone();
    for (int i = from; i < to; i++) {
      result[i - firstWord] &= ~other.words[i - other.firstWord];
    }
    return Page.ofWords(firstWord, result, cardinality - removed);
  }

  @Override
  public int andCardinality(Page other) {
    return switch (other) {
      case SparsePage sparse -> sparse.andCardinality(this);
      case DensePage dense -> andCardinalityDense(dense);
    };
  }

  private int andCardinalityDense(DensePage other) {
    int from = Math.max(firstWord, other.firstWord);
    int length = Math.min(end(), other.end()) - from;
    int mine = from - firstWord;
    int theirs = from - other.firstWord;
    int count = 0;
    for (int i = 0; i < length; i++) {
      count += Long.bitCount(words[mine + i] & other.words[theirs + i]);
    }
    return count;
  }

  @Override
  public boolean intersects(Page other) {
    return switch (other) {
      case SparsePage sparse -> sparse.intersects(this);
      case DensePage dense -> {
        int to = Math.min(end(), dense.end());
        for (int i = Math.max(firstWord, dense.firstWord); i < to; i++) {
          if ((words[i - firstWord] & dense.words[i - dense.firstWord]) != 0) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  @Override
  public int heapBytes() {
    return 24 + 16 + 8 * words.length;
  }

  private int end() {
    return firstWord + words.length;
  }

  /** A copy that starts at page word {@code from} and ends before {@code to}. */
  private long[] window(int from, int to) {
    if (from == firstWord) {
      return Arrays.copyOf(words, to - from);
    }
    var result = new long[to - from];
    System.arraycopy(words, 0, result, firstWord - from, words.length);
    return result;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DensePage other
        && cardinality == other.cardinality
        && firstWord == other.firstWord
        && Arrays.equals(words, other.words);
  }

  @Override
  public int hashCode() {
    return firstWord * 31 + Arrays.hashCode(words);
  }
}
