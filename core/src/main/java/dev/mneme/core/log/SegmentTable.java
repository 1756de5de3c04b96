package dev.mneme.core.log;

import dev.mneme.core.log.format.LogSegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log at one moment: the current ones in order, and those that compaction has
 * replaced but readers may still hold positions of. Immutable.
 */
final class SegmentTable {
  private final List<LogSegment> current;
  private final Map<Integer, LogSegment> retired;
  private final int firstNumber;
  private final @Nullable LogSegment[] byNumber;

  private SegmentTable(List<LogSegment> current, Map<Integer, LogSegment> retired) {
    this.current = List.copyOf(current);
    this.retired = Map.copyOf(retired);
    int low = Integer.MAX_VALUE;
    int high = -1;
    var all = new ArrayList<>(current);
    all.addAll(retired.values());
    for (var segment : all) {
      low = Math.min(low, segment.number());
      high = Math.max(high, segment.number());
    }
    firstNumber = low;
    byNumber = new @Nullable LogSegment[high - low + 1];
    for (var segment : all) {
      byNumber[segment.number() - low] = segment;
    }
  }

  /** At least one segment, ascending by sequence. */
  static SegmentTable of(List<LogSegment> segments) {
    return new SegmentTable(segments, Map.of());
  }

  List<LogSegment> current() {
    return current;
  }

  LogSegment active() {
    return current.getLast();
  }

  /** The current or retired segment of this number. */
  @Nullable LogSegment byNumber(int number) {
    int at = number - firstNumber;
    return at < 0 || at >= byNumber.length ? null : byNumber[at];
  }

  /** The index of the current segment that covers {@code sequence}, or would. */
  int indexOf(long sequence) {
    int low = 0;
    int high = current.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (current.get(middle).firstSequence() <= sequence) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  SegmentTable withNew(LogSegment segment) {
    var segments = new ArrayList<>(current);
    segments.add(segment);
    return new SegmentTable(segments, retired);
  }

  /** With {@code replacement} instead of neighbours, which stay readable by their numbers. */
  SegmentTable withReplaced(List<LogSegment> old, LogSegment replacement) {
    var segments = new ArrayList<>(current);
    int at = segments.indexOf(old.getFirst());
    segments.removeAll(Set.copyOf(old));
    segments.add(at, replacement);
    var newRetired = new HashMap<>(retired);
    old.forEach(segment -> newRetired.put(segment.number(), segment));
    return new SegmentTable(segments, newRetired);
  }

  SegmentTable withoutRetired(Collection<Integer> numbers) {
    var newRetired = new HashMap<>(retired);
    newRetired.keySet().removeAll(Set.copyOf(numbers));
    return new SegmentTable(current, newRetired);
  }
}
