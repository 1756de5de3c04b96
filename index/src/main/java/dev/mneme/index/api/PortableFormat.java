package dev.mneme.index.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The portable Roaring format (github.com/RoaringBitmap/RoaringFormatSpec), little-endian:
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
 * The reader trusts nothing: order, cardinalities, offsets and length are checked; an allocation is
 * at most 8 KiB for each container that the bytes hold.
 */
final class PortableFormat {
  private static final int NO_RUNS = 12346;
  private static final int RUNS = 12347;
  /** A container with more members than this holds words, as in every Roaring bitmap. */
  static final int ARRAY_MAX = 4096;
  private static final int RUNS_WITH_OFFSETS = 4;
  private static final int KEYS = 1 << 15;

  private PortableFormat() {}

  static int size(Page[] pages) {
    int size = 8;
    for (Page page : pages) {
      if (page.cardinality() > 0) {
        size += 8 + contentBytes(page.cardinality());
      }
    }
    return size;
  }

  private static int contentBytes(int cardinality) {
    return cardinality > ARRAY_MAX ? 8 * Page.WORDS : 2 * cardinality;
  }

  static void write(Page[] pages, ByteBuffer target) {
    int size = size(pages);
    if (target.remaining() < size) {
      throw new java.nio.BufferOverflowException();
    }
    ByteBuffer out = target.slice(target.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    int count = 0;
    for (Page page : pages) {
      count += page.cardinality() > 0 ? 1 : 0;
    }
    out.putInt(NO_RUNS).putInt(count);
    int offset = 8 + 8 * count;
    int offsets = 8 + 4 * count;
    for (int key = 0; key < pages.length; key++) {
      int cardinality = pages[key].cardinality();
      if (cardinality > 0) {
        out.putChar((char) key).putChar((char) (cardinality - 1));
        out.putInt(offsets, offset);
        offsets += 4;
        offset += contentBytes(cardinality);
      }
    }
    out.position(8 + 8 * count);
    for (Page page : pages) {
      if (page.cardinality() > 0) {
        writeContent(page, out);
      }
    }
    target.position(target.position() + size);
  }

  private static void writeContent(Page page, ByteBuffer out) {
    if (page.cardinality() > ARRAY_MAX) {
      var words = new long[Page.WORDS];
      page.orInto(words);
      out.asLongBuffer().put(words);
      out.position(out.position() + 8 * Page.WORDS);
    } else {
      page.forEach(0, low -> out.putChar((char) low));
    }
  }

  static Page[] read(ByteBuffer source) {
    ByteBuffer in = source.slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      Page[] pages = readAll(in);
      source.position(source.position() + in.position());
      return pages;
    } catch (java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("a bitmap ends after " + in.limit() + " bytes, too early", e);
    }
  }

  private static Page[] readAll(ByteBuffer in) {
    int cookie = in.getInt();
    boolean runs = (cookie & 0xffff) == RUNS;
    require(runs || cookie == NO_RUNS, "not a bitmap: cookie", cookie);
    int count = runs ? (cookie >>> 16) + 1 : in.getInt();
    require(count >= 0 && count <= KEYS && count * 4L <= in.remaining(), "bad container count", count);
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
    var pages = new Page[count == 0 ? 0 : keys[count - 1] + 1];
    Arrays.fill(pages, Page.EMPTY);
    for (int i = 0; i < count; i++) {
      require(offsets.length == 0 || offsets[i] == in.position(), "bad container offset in container", i);
      boolean hasRuns = runs && (runFlags[i >>> 3] >>> (i & 7) & 1) != 0;
      Page page =
          hasRuns
              ? readRuns(in)
              : cardinalities[i] > ARRAY_MAX ? readWords(in) : readArray(in, cardinalities[i]);
      require(page.cardinality() == cardinalities[i], "wrong cardinality in container", i);
      pages[keys[i]] = page;
    }
    return pages;
  }

  private static Page readArray(ByteBuffer in, int cardinality) {
    require(in.remaining() >= 2 * cardinality, "an array container ends too early, wanted", cardinality);
    var values = new char[cardinality];
    for (int i = 0; i < cardinality; i++) {
      values[i] = in.getChar();
      require(i == 0 || values[i - 1] < values[i], "array container not ascending at", values[i]);
    }
    return Page.ofValues(values, cardinality);
  }

  private static Page readWords(ByteBuffer in) {
    require(in.remaining() >= 8 * Page.WORDS, "a bitmap container ends too early, left", in.remaining());
    var words = new long[Page.WORDS];
    in.asLongBuffer().get(words);
    in.position(in.position() + 8 * Page.WORDS);
    return Page.ofWords(0, words);
  }

  private static Page readRuns(ByteBuffer in) {
    int count = in.getChar();
    var words = new long[Page.WORDS];
    int end = -1;
    for (int i = 0; i < count; i++) {
      int start = in.getChar();
      int last = start + in.getChar();
      require(start > end && last < Page.SIZE, "bad run from", start);
      end = last;
      Page.ofRange(start, last + 1).orInto(words);
    }
    return Page.ofWords(0, words);
  }

  private static void require(boolean condition, String message, int value) {
    if (!condition) {
      throw new IllegalArgumentException(message + " " + value);
    }
  }
}
