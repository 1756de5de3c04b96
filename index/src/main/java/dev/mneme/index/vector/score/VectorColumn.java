package dev.mneme.index.vector.score;

import dev.mneme.index.api.OrdinalBitmap;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The prepared vectors that are on the heap, by ordinal: those of members that no segment has taken
 * over yet, but for recovered ones that are in no graph. All others are read from the log each
 * time. Pages of 1,024 references; a page goes with its last vector. The graph's nodes share the
 * arrays.
 *
 * <p>Thread-safe. Reads take no lock: pages and vectors are published with release and read with
 * acquire semantics.
 */
public final class VectorColumn {
  private static final int PAGE_BITS = 10;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_SIZE - 1;
  private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(float[][][].class);
  private static final VarHandle VECTOR = MethodHandles.arrayElementVarHandle(float[][].class);
  private static final float[] ABSENT = {};
  private static final float[][] NO_PAGE = {};

  private final VectorSource source;
  private final Scorer scorer;
  private volatile float[][][] pages = {};

  public VectorColumn(VectorSource source, Scorer scorer) {
    this.source = source;
    this.scorer = scorer;
  }

  /**
   * The prepared vector of a member; an array that nobody may write to. Throws what the source
   * throws.
   */
  public float[] vector(int ordinal) {
    float[] vector = onHeap(ordinal);
    return vector.length > 0 ? vector : scorer.prepare(raw(ordinal));
  }

  /** The prepared vector where it is on the heap, else an array without elements. */
  public float[] onHeap(int ordinal) {
    float[][][] table = pages;
    int number = ordinal >>> PAGE_BITS;
    if (number >= table.length) {
      return ABSENT;
    }
    var page = (float[][]) PAGE.getAcquire(table, number);
    return page.length == 0 ? ABSENT : (float[]) VECTOR.getAcquire(page, ordinal & PAGE_MASK);
  }

  /** The vector as the log has it. Throws what the source throws. */
  MemorySegment raw(int ordinal) {
    return source.vector(ordinal);
  }

  /** Fails as the source does if the log cannot give a vector. */
  public void check(int ordinal) {
    source.check(ordinal);
  }

  public synchronized void put(int ordinal, float[] vector) {
    float[][] page = reservePage(ordinal >>> PAGE_BITS);
    VECTOR.setRelease(page, ordinal & PAGE_MASK, vector);
  }

  /** Forgets vectors, and pages that hold none any more. */
  public synchronized void remove(OrdinalBitmap gone) {
    float[][][] table = pages;
    int last = -1;
    for (int ordinal = gone.next(0);
        ordinal >= 0 && ordinal >>> PAGE_BITS < table.length;
        ordinal = gone.next(ordinal + 1)) {
      int number = ordinal >>> PAGE_BITS;
      if (last >= 0 && number != last) {
        removeIfEmpty(table, last);
      }
      last = number;
      if (table[number].length > 0) {
        VECTOR.setRelease(table[number], ordinal & PAGE_MASK, ABSENT);
      }
    }
    if (last >= 0) {
      removeIfEmpty(table, last);
    }
  }

  /** How many vectors are on the heap. O(ordinals). */
  public synchronized int size() {
    int size = 0;
    for (float[][] page : pages) {
      for (float[] vector : page) {
        size += vector.length > 0 ? 1 : 0;
      }
    }
    return size;
  }

  private static void removeIfEmpty(float[][][] table, int number) {
    for (float[] vector : table[number]) {
      if (vector.length > 0) {
        return;
      }
    }
    PAGE.setRelease(table, number, NO_PAGE);
  }

  private float[][] reservePage(int number) {
    float[][][] table = pages;
    if (number >= table.length) {
      int old = table.length;
      table = Arrays.copyOf(table, Math.max(number + 1, old + (old >> 1)));
      Arrays.fill(table, old, table.length, NO_PAGE);
      pages = table;
    }
    if (table[number].length == 0) {
      var fresh = new float[PAGE_SIZE][];
      Arrays.fill(fresh, ABSENT);
      PAGE.setRelease(table, number, fresh);
    }
    return table[number];
  }
}
