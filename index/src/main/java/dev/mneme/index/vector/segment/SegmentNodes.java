package dev.mneme.index.vector.segment;

import dev.mneme.index.api.OrdinalBitmap;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Which ordinals a node of a segment stands for: its first one, and its duplicates, whose vectors
 * are equal. Immutable and thread-safe.
 */
public final class SegmentNodes {
  private final MemorySegment firsts;
  private final int count;
  private final long[] duplicates;

  /**
   * @param firsts first ordinals by node, ascending
   * @param duplicates node above ordinal, ascending
   */
  SegmentNodes(MemorySegment firsts, int count, long[] duplicates) {
    this.firsts = firsts;
    this.count = count;
    this.duplicates = duplicates;
  }

  int count() {
    return count;
  }

  int duplicates() {
    return duplicates.length;
  }

  public int first(int node) {
    return firsts.get(LittleEndian.INT, 4L * node);
  }

  /** An eligible ordinal of the node, or -1. */
  public int anyOf(int node, OrdinalBitmap eligible) {
    int first = first(node);
    if (eligible.contains(first)) {
      return first;
    }
    for (int i = duplicatesOf(node); i < duplicates.length && duplicates[i] >>> 32 == node; i++) {
      if (eligible.contains((int) duplicates[i])) {
        return (int) duplicates[i];
      }
    }
    return -1;
  }

  /** All eligible ordinals of the node. */
  public void forEach(int node, OrdinalBitmap eligible, IntConsumer consumer) {
    int first = first(node);
    if (eligible.contains(first)) {
      consumer.accept(first);
    }
    for (int i = duplicatesOf(node); i < duplicates.length && duplicates[i] >>> 32 == node; i++) {
      if (eligible.contains((int) duplicates[i])) {
        consumer.accept((int) duplicates[i]);
      }
    }
  }

  private int duplicatesOf(int node) {
    if (duplicates.length == 0) {
      return 0;
    }
    int place = Arrays.binarySearch(duplicates, (long) node << 32);
    return place >= 0 ? place : -place - 1;
  }

  /** Each node with an eligible ordinal, once; first those whose first ordinal is eligible. */
  public void forEachNode(OrdinalBitmap eligible, IntConsumer consumer) {
    eligible.forEach(new Walk(consumer));
    int last = -1;
    for (long duplicate : duplicates) {
      int node = (int) (duplicate >>> 32);
      if (node != last && eligible.contains((int) duplicate) && !eligible.contains(first(node))) {
        consumer.accept(node);
        last = node;
      }
    }
  }

  OrdinalBitmap ordinals() {
    var all = new int[count + duplicates.length];
    MemorySegment.copy(firsts, LittleEndian.INT, 0, all, 0, count);
    for (int i = 0; i < duplicates.length; i++) {
      all[count + i] = (int) duplicates[i];
    }
    if (duplicates.length > 0) {
      Arrays.sort(all);
    }
    return OrdinalBitmap.of(all, all.length);
  }

  /**
   * Finds nodes of ascending ordinals. As first ordinals ascend by at least 1, the node of an
   * ordinal is no farther from the last one found than the ordinals are apart: exactly there where
   * no ordinal between is missing, else before it, by halves.
   */
  private final class Walk implements IntConsumer {
    private final IntConsumer consumer;
    private int at;
    private int reached = first(0);

    Walk(IntConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void accept(int ordinal) {
      int high = (int) Math.min(count - 1L, Math.max(at, (long) at + ordinal - reached));
      int found = first(high);
      if (found > ordinal) {
        int low = at;
        while (high - low > 1) {
          int middle = (low + high) >>> 1;
          if (first(middle) <= ordinal) {
            low = middle;
          } else {
            high = middle;
          }
        }
        high = low;
        found = first(low);
      }
      at = high;
      reached = found;
      if (found == ordinal) {
        consumer.accept(high);
      }
    }
  }
}
