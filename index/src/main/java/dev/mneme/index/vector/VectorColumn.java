package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The prepared vectors of members by ordinal: those on the heap, and the others read from the log
 * and kept once asked for. Pages of 1,024 references; a page goes with its last member. The graph's
 * nodes share the arrays.
 *
 * <p>{@link #put}, {@link #reserve} and {@link #remove} belong to the committer's thread, the rest
 * to any. Pages and vectors are published with release and read with acquire semantics, so that a
 * vector that one reader has loaded is whole for the next.
 */
final class VectorColumn {
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

  VectorColumn(VectorSource source, Scorer scorer) {
    this.source = source;
    this.scorer = scorer;
  }

  /**
   * The prepared vector of a member; an array that nobody may write to. Throws what the source
   * throws.
   */
  float[] vector(int ordinal) {
    float[][] page = page(ordinal);
    if (page.length == 0) {
      return scorer.prepare(source.vector(ordinal));
    }
    var vector = (float[]) VECTOR.getAcquire(page, ordinal & PAGE_MASK);
    return vector.length > 0 ? vector : load(page, ordinal);
  }

  /** Two threads may load the same vector at once: both get equal values, one array stays. */
  private float[] load(float[][] page, int ordinal) {
    float[] vector = scorer.prepare(source.vector(ordinal));
    VECTOR.setRelease(page, ordinal & PAGE_MASK, vector);
    return vector;
  }

  void put(int ordinal, float[] vector) {
    reservePage(ordinal >>> PAGE_BITS);
    VECTOR.setRelease(page(ordinal), ordinal & PAGE_MASK, vector);
  }

  /** Replaces the array of a member's vector by an equal one, so that both need not be kept. */
  void share(int ordinal, float[] vector) {
    float[][] page = page(ordinal);
    if (page.length > 0) {
      VECTOR.setRelease(page, ordinal & PAGE_MASK, vector);
    }
  }

  /** Makes room for members whose vectors are loaded when they are asked for. */
  void reserve(OrdinalBitmap members) {
    for (int ordinal = members.next(0); ordinal >= 0; ) {
      int page = ordinal >>> PAGE_BITS;
      reservePage(page);
      ordinal = members.next((page + 1) << PAGE_BITS);
    }
  }

  /** Forgets vectors, and pages without members. */
  void remove(OrdinalBitmap dead, OrdinalBitmap members) {
    dead.forEach(this::drop);
    float[][][] table = pages;
    for (int ordinal = dead.next(0); ordinal >= 0 && ordinal >>> PAGE_BITS < table.length; ) {
      int page = ordinal >>> PAGE_BITS;
      int next = members.next(page << PAGE_BITS);
      if (next < 0 || next >>> PAGE_BITS != page) {
        PAGE.setRelease(table, page, NO_PAGE);
      }
      ordinal = dead.next((page + 1) << PAGE_BITS);
    }
  }

  /** Forgets one vector. */
  void drop(int ordinal) {
    share(ordinal, ABSENT);
  }

  private float[][] page(int ordinal) {
    float[][][] table = pages;
    int page = ordinal >>> PAGE_BITS;
    return page < table.length ? (float[][]) PAGE.getAcquire(table, page) : NO_PAGE;
  }

  private void reservePage(int page) {
    float[][][] table = pages;
    if (page >= table.length) {
      int old = table.length;
      table = Arrays.copyOf(table, Math.max(page + 1, old + (old >> 1)));
      Arrays.fill(table, old, table.length, NO_PAGE);
      pages = table;
    }
    if (table[page].length == 0) {
      var fresh = new float[PAGE_SIZE][];
      Arrays.fill(fresh, ABSENT);
      PAGE.setRelease(table, page, fresh);
    }
  }
}
