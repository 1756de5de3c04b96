package dev.mneme.index.api;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The portable Roaring format (github.com/RoaringBitmap/RoaringFormatSpec), little-endian; a
 * container has 65,536 ordinals:
 *
 * <pre>
 *   without runs                            with runs
 *   u32  12346                              u16  12347
 *   u32  n, the number of containers        u16  n - 1
 *                                           ceil(n / 8) bytes: bit i set where container i has runs
 *   n times: u16 key, u16 cardinality - 1   the same
 *   n times: u32 offset of the container    the same, but only where n is at least 4
 *   n containers:
 *     up to 4,096 members: u16 each, ascending
 *     more: 1,024 u64 words
 *     with runs: u16 r, then r times u16 start, u16 length - 1
 * </pre>
 *
 * The reader trusts nothing: order, cardinalities, offsets and length are checked; it allocates at
 * most 9 KiB for each container that the bytes hold, and a page table of at most 1 MiB.
 */
final class PortableFormat {
  /** A container with more members than this holds words, as in every Roaring bitmap. */
  static final int ARRAY_MAX = 4096;

  static final int CONTAINER_WORDS = 1024;

  private static final int PAGES = CONTAINER_WORDS / Page.WORDS;
  private static final int CONTAINER_SIZE = CONTAINER_WORDS * Long.SIZE;
  private static final int NO_RUNS = 12346;
  private static final int RUNS = 12347;
  private static final int RUNS_WITH_OFFSETS = 4;
  private static final int KEYS = 1 << 15;

  private PortableFormat() {}

  /** Receives a container that is not empty; it may keep the words. */
  interface ContainerConsumer {
    void accept(int key, long[] words, int cardinality);
  }

  static void forEachContainer(Page[] pages, ContainerConsumer consumer) {
    for (int first = 0; first < pages.length; first += PAGES) {
      int cardinality = cardinality(pages, first);
      if (cardinality > 0) {
        var words = new long[CONTAINER_WORDS];
        for (int i = first; i < Math.min(pages.length, first + PAGES); i++) {
          pages[i].orInto(words, (i - first) * Page.WORDS);
        }
        consumer.accept(first / PAGES, words, cardinality);
      }
    }
  }

  /** Cuts a container into its pages; those behind the table's end are empty. */
  static void split(long[] words, Page[] pages, int key) {
    int first = key * PAGES;
    for (int i = first; i < Math.min(pages.length, first + PAGES); i++) {
      int at = (i - first) * Page.WORDS;
      pages[i] = Page.ofWords(0, Arrays.copyOfRange(words, at, at + Page.WORDS));
    }
  }

  /** Of the container that starts with the page. */
  private static int cardinality(Page[] pages, int first) {
    int cardinality = 0;
    for (int i = first; i < Math.min(pages.length, first + PAGES); i++) {
      cardinality += pages[i].cardinality();
    }
    return cardinality;
  }

  static int size(Page[] pages) {
    int size = 8;
    for (int first = 0; first < pages.length; first += PAGES) {
      int cardinality = cardinality(pages, first);
      size += cardinality > 0 ? 8 + contentBytes(cardinality) : 0;
    }
    return size;
  }

  private static int contentBytes(int cardinality) {
    return cardinality > ARRAY_MAX ? 8 * CONTAINER_WORDS : 2 * cardinality;
  }

  static void write(Page[] pages, ByteBuffer target) {
    int size = size(pages);
    if (target.remaining() < size) {
      throw new BufferOverflowException();
    }
    ByteBuffer out = target.slice(target.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    int count = 0;
    for (int first = 0; first < pages.length; first += PAGES) {
      count += cardinality(pages, first) > 0 ? 1 : 0;
    }
    out.putInt(NO_RUNS).putInt(count);
    int offsets = 8 + 4 * count;
    int content = 8 + 8 * count;
    for (int first = 0; first < pages.length; first += PAGES) {
      int cardinality = cardinality(pages, first);
      if (cardinality > 0) {
        out.putChar((char) (first / PAGES))
            .putChar((char) (cardinality - 1))
            .putInt(offsets, content);
        offsets += 4;
        content += contentBytes(cardinality);
      }
    }
    out.position(8 + 8 * count);
    forEachContainer(pages, (_, words, cardinality) -> writeContent(words, cardinality, out));
    target.position(target.position() + size);
  }

  private static void writeContent(long[] words, int cardinality, ByteBuffer out) {
    if (cardinality > ARRAY_MAX) {
      out.asLongBuffer().put(words);
      out.position(out.position() + 8 * CONTAINER_WORDS);
      return;
    }
    for (int i = 0; i < words.length; i++) {
      for (long word = words[i]; word != 0; word &= word - 1) {
        out.putChar((char) ((i << 6) + Long.numberOfTrailingZeros(word)));
      }
    }
  }

  static Page[] read(ByteBuffer source) {
    ByteBuffer in = source.slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      Page[] pages = readAll(in);
      source.position(source.position() + in.position());
      return pages;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "a bitmap ends after " + in.limit() + " bytes, too early", e);
    }
  }

  private static Page[] readAll(ByteBuffer in) {
    int cookie = in.getInt();
    boolean runs = (cookie & 0xffff) == RUNS;
    require(runs || cookie == NO_RUNS, "not a bitmap: cookie", cookie);
    int count = runs ? (cookie >>> 16) + 1 : in.getInt();
    require(
        count >= 0 && count <= KEYS && count * 4L <= in.remaining(), "bad container count", count);
    var runFlags = new byte[runs ? (count + 7) / 8 : 0];
    in.get(runFlags);
    var keys = new int[count];
    var cardinalities = new int[count];
    for (int i = 0; i < count; i++) {
      keys[i] = in.getChar();
      cardinalities[i] = in.getChar() + 1;
      require(keys[i] < KEYS && (i == 0 || keys[i - 1] < keys[i]), "bad container key", keys[i]);
    }
    var offsets = new int[!runs || count >= RUNS_WITH_OFFSETS ? count : 0];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = in.getInt();
    }
    var pages = new Page[count == 0 ? 0 : (keys[count - 1] + 1) * PAGES];
    Arrays.fill(pages, Page.EMPTY);
    for (int i = 0; i < count; i++) {
      require(offsets.length == 0 || offsets[i] == in.position(), "bad offset of container", i);
      boolean hasRuns = runs && (runFlags[i >>> 3] >>> (i & 7) & 1) != 0;
      long[] words = hasRuns ? readRuns(in) : readContent(in, cardinalities[i]);
      int found = 0;
      for (long word : words) {
        found += Long.bitCount(word);
      }
      require(found == cardinalities[i], "wrong cardinality of container", i);
      split(words, pages, keys[i]);
    }
    return pages;
  }

  private static long[] readContent(ByteBuffer in, int cardinality) {
    require(
        in.remaining() >= contentBytes(cardinality),
        "a container ends too early, left",
        in.remaining());
    var words = new long[CONTAINER_WORDS];
    if (cardinality > ARRAY_MAX) {
      in.asLongBuffer().get(words);
      in.position(in.position() + 8 * CONTAINER_WORDS);
      return words;
    }
    int last = -1;
    for (int i = 0; i < cardinality; i++) {
      int value = in.getChar();
      require(value > last, "an array container does not ascend at", value);
      words[value >>> 6] |= 1L << value;
      last = value;
    }
    return words;
  }

  private static long[] readRuns(ByteBuffer in) {
    int count = in.getChar();
    var words = new long[CONTAINER_WORDS];
    int end = -1;
    for (int i = 0; i < count; i++) {
      int start = in.getChar();
      int last = start + in.getChar();
      require(start > end && last < CONTAINER_SIZE, "bad run from", start);
      for (int value = start; value <= last; value++) {
        words[value >>> 6] |= 1L << value;
      }
      end = last;
    }
    return words;
  }

  private static void require(boolean condition, String message, int value) {
    if (!condition) {
      throw new IllegalArgumentException(message + " " + value);
    }
  }
}
