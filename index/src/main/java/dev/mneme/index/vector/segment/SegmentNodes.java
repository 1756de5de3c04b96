package dev.mneme.index.vector.segment;

import dev.mneme.index.api.OrdinalBitmap;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Which ordinals a node of a segment stands for: its first one, and its twins, whose vectors are
 * equal. Immutable and thread-safe.
 */
public final class SegmentNodes {
  private final MemorySegment firsts;
  private final int count;
  private final long[] twins;

  /**
   * @param firsts first ordinals by node, ascending
   * @param twins node above ordinal, ascending
   */
  SegmentNodes(MemorySegment firsts, int count, long[] twins) {
    this.firsts = firsts;
    this.count = count;
    this.twins = twins;
  }

  int count() {
    return count;
  }

  int twins() {
    return twins.length;
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
    for (int i = twinsOf(node); i < twins.length && twins[i] >>> 32 == node; i++) {
      if (eligible.contains((int) twins[i])) {
        return (int) twins[i];
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
    for (int i = twinsOf(node); i < twins.length && twins[i] >>> 32 == node; i++) {
      if (eligible.contains((int) twins[i])) {
        consumer.accept((int) twins[i]);
      }
    }
  }

  private int twinsOf(int node) {
    if (twins.length == 0) {
      return 0;
    }
    int place = Arrays.binarySearch(twins, (long) node << 32);
    return place >= 0 ? place : -place - 1;
  }

  /** Each node with an eligible ordinal, once; first those whose first ordinal is eligible. */
  public void forEachNode(OrdinalBitmap eligible, IntConsumer consumer) {
    eligible.forEach(new Walk(consumer));
    int last = -1;
    for (long twin : twins) {
      int node = (int) (twin >>> 32);
      if (node != last && eligible.contains((int) twin) && !eligible.contains(first(node))) {
        consumer.accept(node);
        last = node;
      }
    }
  }

  OrdinalBitmap ordinals() {
    var all = new int[count + twins.length];
    MemorySegment.copy(firsts, LittleEndian.INT, 0, all, 0, count);
    for (int i = 0; i < twins.length; i++) {
      all[count + i] = (int) twins[i];
    }
    if (twins.length > 0) {
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
