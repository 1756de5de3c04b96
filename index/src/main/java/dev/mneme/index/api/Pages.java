package dev.mneme.index.api;

import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.ArrayContainer;
import org.roaringbitmap.BitmapContainer;
import org.roaringbitmap.Container;
import org.roaringbitmap.ContainerPointer;
import org.roaringbitmap.RoaringBitmap;

/** Makes page tables, as {@link OrdinalBitmap} has them, from ordinals and Roaring bitmaps. */
final class Pages {
  /** Up to this many ordinals are sorted; more are set in pages of bits. */
  private static final int SORTED = 256;

  private Pages() {}

  static Page[] empty(int length) {
    var pages = new Page[length];
    Arrays.fill(pages, Page.EMPTY);
    return pages;
  }

  /** The page, or an empty one behind the table's end. */
  static Page at(Page[] pages, int key) {
    return key < pages.length ? pages[key] : Page.EMPTY;
  }

  /**
   * The first {@code count} ordinals, at least one, in any order; {@code largest} is the largest.
   */
  static Page[] of(int[] ordinals, int count, int largest) {
    return count <= SORTED ? ofFew(ordinals, count) : ofMany(ordinals, count, largest);
  }

  private static Page[] ofFew(int[] ordinals, int count) {
    int[] sorted = Arrays.copyOf(ordinals, count);
    Arrays.sort(sorted);
    Page[] pages = empty((sorted[count - 1] >>> Page.BITS) + 1);
    var values = new char[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      boolean same = i > 0 && sorted[i] == sorted[i - 1];
      if (!same) {
        values[kept++] = (char) (sorted[i] & Page.MASK);
      }
      int key = sorted[i] >>> Page.BITS;
      if (i + 1 == count || sorted[i + 1] >>> Page.BITS != key) {
        pages[key] = Page.ofValues(Arrays.copyOf(values, kept), kept);
        kept = 0;
      }
    }
    return pages;
  }

  private static Page[] ofMany(int[] ordinals, int count, int largest) {
    var words = new long[(largest >>> Page.BITS) + 1][];
    for (int i = 0; i < count; i++) {
      int key = ordinals[i] >>> Page.BITS;
      long[] page = words[key];
      if (page == null) {
        page = words[key] = new long[Page.WORDS];
      }
      int low = ordinals[i] & Page.MASK;
      page[low >>> 6] |= 1L << low;
    }
    Page[] pages = empty(words.length);
    for (int i = 0; i < pages.length; i++) {
      if (words[i] != null) {
        pages[i] = Page.ofWords(0, words[i]);
      }
    }
    return pages;
  }

  /** Of a bitmap that is not empty and has no value that is negative as an int. */
  static Page[] of(RoaringBitmap ordinals) {
    if (ordinals.getCardinality() <= SORTED) {
      int[] few = ordinals.toArray();
      return ofFew(few, few.length);
    }
    Page[] pages = empty((ordinals.last() >>> Page.BITS) + 1);
    ContainerPointer pointer = ordinals.getContainerPointer();
    for (Container container = pointer.getContainer();
        container != null;
        container = pointer.getContainer()) {
      var words = new long[PortableFormat.CONTAINER_WORDS];
      container.copyBitmapTo(words, 0);
      PortableFormat.split(words, pages, pointer.key());
      pointer.advance();
    }
    return pages;
  }

  static RoaringBitmap toRoaring(Page[] pages) {
    var bitmap = new RoaringBitmap();
    PortableFormat.forEachContainer(
        pages,
        (key, words, cardinality) -> bitmap.append((char) key, container(words, cardinality)));
    return bitmap;
  }

  private static Container container(long[] words, int cardinality) {
    if (cardinality > PortableFormat.ARRAY_MAX) {
      return new BitmapContainer(words, cardinality);
    }
    var values = new char[cardinality];
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      for (long word = words[i]; word != 0; word &= word - 1) {
        values[count++] = (char) ((i << 6) + Long.numberOfTrailingZeros(word));
      }
    }
    return new ArrayContainer(values);
  }

  /** The union of tables. */
  static Page[] union(List<Page[]> tables) {
    int length = 0;
    for (Page[] table : tables) {
      length = Math.max(length, table.length);
    }
    Page[] pages = empty(length);
    for (int key = 0; key < length; key++) {
      pages[key] = unionPage(tables, key);
    }
    return pages;
  }

  @SuppressWarnings("ReferenceEquality") // a page that two tables share counts once
  private static Page unionPage(List<Page[]> tables, int key) {
    Page only = Page.EMPTY;
    int operands = 0;
    for (Page[] table : tables) {
      Page page = at(table, key);
      if (page.cardinality() > 0 && page != only) {
        only = page;
        operands++;
      }
    }
    if (operands <= 1) {
      return only;
    }
    var words = new long[Page.WORDS];
    for (Page[] table : tables) {
      at(table, key).orInto(words, 0);
    }
    return Page.ofWords(0, words);
  }
}
