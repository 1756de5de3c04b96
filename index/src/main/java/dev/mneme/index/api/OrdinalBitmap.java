package dev.mneme.index.api;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * An immutable set of ordinals that is cheap to change by copy: pages of 8,192 ordinals; a change
 * copies the touched pages and the page table only, and results share every page that an operation
 * leaves as it is. This is what snapshots and views publish. Thread-safe. Ordinals are 0 .. {@link
 * Integer#MAX_VALUE} - 1.
 *
 * <p>The idea is that of Roaring bitmaps (Lemire and others, 2016), with {@linkplain Page pages} of
 * our own, because a lookup is the inner step of every filtered search and Roaring first searches
 * for the container. {@link RoaringBitmap} and its portable bytes remain the interchange forms.
 *
 * <p>Binary operations cost O(pages), and for pages that differ at most 128 word operations each.
 */
@SuppressWarnings(
    "ReferenceEquality") // identity is the fast path: what an operation leaves as it is, it returns
public final class OrdinalBitmap {
  private static final OrdinalBitmap EMPTY = new OrdinalBitmap(new Page[0]);

  /** Empty pages are {@link Page#EMPTY}; the last page is not empty. */
  private final Page[] pages;

  private final int cardinality;

  private OrdinalBitmap(Page[] pages) {
    this.pages = pages;
    int sum = 0;
    for (Page page : pages) {
      sum += page.cardinality();
    }
    this.cardinality = sum;
  }

  /** Keeps {@code pages}, trimmed. */
  static OrdinalBitmap ofPages(Page[] pages) {
    int length = pages.length;
    while (length > 0 && pages[length - 1].cardinality() == 0) {
      length--;
    }
    if (length == 0) {
      return EMPTY;
    }
    return new OrdinalBitmap(length == pages.length ? pages : Arrays.copyOf(pages, length));
  }

  public static OrdinalBitmap empty() {
    return EMPTY;
  }

  /**
   * A copy of a bitmap.
   *
   * @throws IllegalArgumentException if it holds a value that is negative as an int
   */
  public static OrdinalBitmap of(RoaringBitmap ordinals) {
    if (ordinals.isEmpty()) {
      return EMPTY;
    }
    if (ordinals.last() < 0) {
      throw new IllegalArgumentException("not an ordinal: " + ordinals.last());
    }
    return ofPages(Pages.of(ordinals));
  }

  /** The set of these ordinals, in any order, repeated or not. O(n + pages). */
  public static OrdinalBitmap of(int... ordinals) {
    return of(ordinals, ordinals.length);
  }

  /**
   * The set of the first {@code count} elements, in any order, repeated or not. O(n + pages).
   *
   * @throws IllegalArgumentException if one is negative
   */
  public static OrdinalBitmap of(int[] ordinals, int count) {
    if (count == 0) {
      return EMPTY;
    }
    int limit = 0;
    int seen = 0;
    for (int i = 0; i < count; i++) {
      seen |= ordinals[i];
      limit = Math.max(limit, ordinals[i]);
    }
    if (seen < 0) {
      throw new IllegalArgumentException("a negative ordinal among " + count);
    }
    return ofPages(Pages.of(ordinals, count, limit));
  }

  /** All ordinals in {@code [from, to)}. */
  public static OrdinalBitmap ofRange(int from, int to) {
    if (from < 0) {
      throw new IllegalArgumentException("not an ordinal: " + from);
    }
    if (from >= to) {
      return EMPTY;
    }
    int lastKey = (to - 1) >>> Page.BITS;
    Page[] pages = Pages.empty(lastKey + 1);
    for (int key = from >>> Page.BITS; key <= lastKey; key++) {
      int start = key << Page.BITS;
      pages[key] = Page.ofRange(Math.max(from - start, 0), Math.min(to - start, Page.SIZE));
    }
    return ofPages(pages);
  }

  /**
   * All ordinals that are in at least one of the sets. O(sum of the sets' pages), one result page
   * at a time.
   */
  public static OrdinalBitmap union(Collection<OrdinalBitmap> sets) {
    List<OrdinalBitmap> parts = sets.stream().filter(set -> !set.isEmpty()).toList();
    if (parts.size() <= 2) {
      return parts.isEmpty() ? EMPTY : parts.getFirst().or(parts.getLast());
    }
    return ofPages(Pages.union(parts.stream().map(set -> set.pages).toList()));
  }

  /** A few nanoseconds; false for negative ordinals. */
  public boolean contains(int ordinal) {
    int key = ordinal >>> Page.BITS;
    return key < pages.length && pages[key].contains(ordinal & Page.MASK);
  }

  /** O(1): kept with the set. */
  public int cardinality() {
    return cardinality;
  }

  public boolean isEmpty() {
    return cardinality == 0;
  }

  /** One more than the largest ordinal, or 0. */
  public int limit() {
    return cardinality == 0 ? 0 : last() + 1;
  }

  /** The smallest member, or -1. */
  public int first() {
    return next(0);
  }

  /** The largest member, or -1. */
  public int last() {
    int key = pages.length - 1;
    return key < 0 ? -1 : (key << Page.BITS) + pages[key].last();
  }

  /** This set without {@code remove} and with {@code add} (which wins). */
  public OrdinalBitmap change(RoaringBitmap add, RoaringBitmap remove) {
    return change(of(add), of(remove));
  }

  /** This set without {@code remove} and with {@code add} (which wins). */
  public OrdinalBitmap change(OrdinalBitmap add, OrdinalBitmap remove) {
    return andNot(remove).or(add);
  }

  /** This set with one more member. Copies one page. */
  public OrdinalBitmap with(int ordinal) {
    if (contains(ordinal)) {
      return this;
    }
    if (ordinal < 0) {
      throw new IllegalArgumentException("not an ordinal: " + ordinal);
    }
    int key = ordinal >>> Page.BITS;
    int length = Math.max(pages.length, key + 1);
    var result = Arrays.copyOf(pages, length);
    Arrays.fill(result, pages.length, length, Page.EMPTY);
    result[key] = result[key].or(Page.ofValues(new char[] {(char) (ordinal & Page.MASK)}, 1));
    return new OrdinalBitmap(result);
  }

  public OrdinalBitmap and(OrdinalBitmap other) {
    if (this == other || other.isEmpty()) {
      return other;
    }
    int length = Math.min(pages.length, other.pages.length);
    var result = new Page[length];
    boolean mine = length == pages.length;
    boolean theirs = length == other.pages.length;
    for (int key = 0; key < length; key++) {
      Page left = pages[key];
      Page right = other.pages[key];
      Page page = left == right ? left : left.and(right);
      result[key] = page;
      mine &= page == left;
      theirs &= page == right;
    }
    return mine ? this : theirs ? other : ofPages(result);
  }

  public OrdinalBitmap or(OrdinalBitmap other) {
    if (this == other || other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    int length = Math.max(pages.length, other.pages.length);
    var result = new Page[length];
    boolean mine = length == pages.length;
    boolean theirs = length == other.pages.length;
    for (int key = 0; key < length; key++) {
      Page left = Pages.at(pages, key);
      Page right = Pages.at(other.pages, key);
      Page page = left == right ? left : left.or(right);
      result[key] = page;
      mine &= page == left;
      theirs &= page == right;
    }
    return mine ? this : theirs ? other : ofPages(result);
  }

  public OrdinalBitmap andNot(OrdinalBitmap other) {
    if (this == other) {
      return EMPTY;
    }
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    var result = new Page[pages.length];
    boolean mine = true;
    for (int key = 0; key < pages.length; key++) {
      Page left = pages[key];
      Page right = Pages.at(other.pages, key);
      Page page = left == right ? Page.EMPTY : left.andNot(right);
      result[key] = page;
      mine &= page == left;
    }
    return mine ? this : ofPages(result);
  }

  /** The cardinality of the intersection, without making it. */
  public int andCardinality(OrdinalBitmap other) {
    int length = Math.min(pages.length, other.pages.length);
    int count = 0;
    for (int key = 0; key < length; key++) {
      Page left = pages[key];
      Page right = other.pages[key];
      count += left == right ? left.cardinality() : left.andCardinality(right);
    }
    return count;
  }

  /** Whether the sets share a member. */
  public boolean intersects(OrdinalBitmap other) {
    int length = Math.min(pages.length, other.pages.length);
    for (int key = 0; key < length; key++) {
      if (pages[key].intersects(other.pages[key])) {
        return true;
      }
    }
    return false;
  }

  /** The members in {@code [from, to)}; pages in between are shared. */
  public OrdinalBitmap range(int from, int to) {
    int start = Math.max(from, 0);
    int end = Math.min(to, limit());
    if (start >= end) {
      return EMPTY;
    }
    int firstKey = start >>> Page.BITS;
    int lastKey = (end - 1) >>> Page.BITS;
    Page[] result = Pages.empty(lastKey + 1);
    System.arraycopy(pages, firstKey, result, firstKey, lastKey + 1 - firstKey);
    if ((start & Page.MASK) != 0) {
      result[firstKey] = result[firstKey].and(Page.ofRange(start & Page.MASK, Page.SIZE));
    }
    if ((end & Page.MASK) != 0) {
      result[lastKey] = result[lastKey].and(Page.ofRange(0, end & Page.MASK));
    }
    return ofPages(result);
  }

  /**
   * How many members are smaller than {@code ordinal}. O(pages) and within a page at most 128
   * words.
   */
  public int rank(int ordinal) {
    if (ordinal <= 0) {
      return 0;
    }
    int key = ordinal >>> Page.BITS;
    if (key >= pages.length) {
      return cardinality;
    }
    int count = pages[key].rank(ordinal & Page.MASK);
    for (int i = 0; i < key; i++) {
      count += pages[i].cardinality();
    }
    return count;
  }

  /** The smallest member at or above {@code from}, or -1. */
  public int next(int from) {
    int start = Math.max(from, 0);
    int low = start & Page.MASK;
    for (int key = start >>> Page.BITS; key < pages.length; key++) {
      int found = pages[key].next(low);
      if (found >= 0) {
        return (key << Page.BITS) + found;
      }
      low = 0;
    }
    return -1;
  }

  /** Visits all members in ascending order. Faster than {@link #next}. */
  public void forEach(IntConsumer consumer) {
    for (int key = 0; key < pages.length; key++) {
      pages[key].forEach(key << Page.BITS, consumer);
    }
  }

  /** The members in ascending order. */
  public int[] toArray() {
    var out = new int[cardinality];
    int at = 0;
    for (int key = 0; key < pages.length; key++) {
      at = pages[key].copyTo(key << Page.BITS, out, at);
    }
    return out;
  }

  /** A copy as one plain bitmap. */
  public RoaringBitmap toRoaring() {
    return Pages.toRoaring(pages);
  }

  /** Bytes that {@link #writeTo} writes. */
  public int serializedSize() {
    return PortableFormat.size(pages);
  }

  /**
   * Writes the set at the buffer's position in the portable Roaring format (without runs),
   * little-endian whatever the buffer's order.
   *
   * @throws java.nio.BufferOverflowException if fewer than {@link #serializedSize} bytes remain
   */
  public void writeTo(ByteBuffer out) {
    PortableFormat.write(pages, out);
  }

  /**
   * Reads a set in the portable Roaring format, runs included, from the buffer's position and moves
   * it behind the set.
   *
   * @throws IllegalArgumentException if the bytes are not exactly such a set, or end too early
   */
  public static OrdinalBitmap readFrom(ByteBuffer in) {
    return ofPages(PortableFormat.read(in));
  }

  /** Heap bytes, about; pages that are shared with other sets count in each. */
  public long heapBytes() {
    long bytes = 24 + 16 + 4L * pages.length;
    for (Page page : pages) {
      bytes += page == Page.EMPTY ? 0 : page.heapBytes();
    }
    return bytes;
  }

  @Override
  public boolean equals(Object o) {
    return o == this
        || (o instanceof OrdinalBitmap other
            && cardinality == other.cardinality
            && Arrays.equals(pages, other.pages));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pages);
  }

  /** The cardinality and the first few members. */
  @Override
  public String toString() {
    var text = new StringBuilder("OrdinalBitmap(").append(cardinality).append(": ");
    int shown = 0;
    for (int ordinal = first(); ordinal >= 0 && shown < 10; ordinal = next(ordinal + 1)) {
      text.append(shown++ == 0 ? "" : ", ").append(ordinal);
    }
    return text.append(shown < cardinality ? ", ...)" : ")").toString();
  }
}
