package dev.mneme.core.log.compact;

import dev.mneme.core.log.MemoryLog;
import java.util.Arrays;
import java.util.List;

/**
 * What a compaction did. The old positions stay readable until {@link MemoryLog#retire} is called
 * with this.
 *
 * @param bytesBefore of all segments
 * @param segmentsRewritten how many segments were replaced by new ones
 * @param recordsDropped puts and deletes that are gone, without those that became deletions
 * @param moves the puts that lie elsewhere now, ascending by sequence and so by ordinal
 * @param droppedOrdinals ascending; the puts that are gone
 */
public record CompactionResult(
    long bytesBefore,
    long bytesAfter,
    int segmentsRewritten,
    long recordsDropped,
    Moves moves,
    List<Integer> retiredSegments,
    Ordinals droppedOrdinals) {

  public CompactionResult {
    retiredSegments = List.copyOf(retiredSegments);
  }

  /** Receives one moved put. */
  @FunctionalInterface
  public interface MoveVisitor {
    void moved(int ordinal, long oldPosition, long newPosition);
  }

  /** Moved puts, compactly. Grows while the compaction runs, is read-only afterwards. */
  public static final class Moves {
    private final Ordinals ordinals = new Ordinals();
    private long[] positions = new long[32];

    Moves() {}

    public int size() {
      return ordinals.size();
    }

    public void forEach(MoveVisitor visitor) {
      for (int i = 0; i < size(); i++) {
        visitor.moved(ordinals.get(i), positions[2 * i], positions[2 * i + 1]);
      }
    }

    void add(int ordinal, long oldPosition, long newPosition) {
      int at = 2 * size();
      if (at == positions.length) {
        positions = Arrays.copyOf(positions, 2 * at);
      }
      positions[at] = oldPosition;
      positions[at + 1] = newPosition;
      ordinals.add(ordinal);
    }
  }

  /** A list of ordinals. Grows while the compaction runs, is read-only afterwards. */
  public static final class Ordinals {
    private int[] values = new int[16];
    private int size;

    Ordinals() {}

    public int size() {
      return size;
    }

    public int get(int index) {
      return values[java.util.Objects.checkIndex(index, size)];
    }

    public int[] toArray() {
      return Arrays.copyOf(values, size);
    }

    void add(int ordinal) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = ordinal;
    }
  }
}
