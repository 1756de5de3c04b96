package dev.mneme.index.text.lucene;

import dev.mneme.index.api.OrdinalBitmap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/**
 * A state of the index that searches run on. It holds everything up to its sequence and perhaps
 * more. Counted by references: whoever searches acquires it before and releases it after.
 */
public final class Generation {
  private final DirectoryReader reader;
  private final long sequence;
  private final List<TextSegment> segments;
  private volatile @Nullable LiveStatistics latest;

  private Generation(DirectoryReader reader, long sequence, List<TextSegment> segments) {
    this.reader = reader;
    this.sequence = sequence;
    this.segments = segments;
  }

  /** Takes over the caller's reference to the reader. */
  static Generation of(DirectoryReader reader, long sequence, TextSegments known)
      throws IOException {
    List<TextSegment> segments = new ArrayList<>();
    int limit = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      TextSegment segment = known.of(leaf.reader());
      if (segment.first() < limit) {
        throw new CorruptIndexException("segments are out of order", reader.toString());
      }
      limit = segment.last() + 1;
      segments.add(segment);
    }
    return new Generation(reader, sequence, List.copyOf(segments));
  }

  /** The same state, known to hold more than was said of it. Has a reference of its own. */
  Generation upTo(long newSequence) {
    reader.incRef();
    var same = new Generation(reader, newSequence, segments);
    same.latest = latest;
    return same;
  }

  DirectoryReader reader() {
    return reader;
  }

  long sequence() {
    return sequence;
  }

  public int segments() {
    return segments.size();
  }

  public TextSegment segment(int index) {
    return segments.get(index);
  }

  public LeafReaderContext leaf(int index) {
    return reader.leaves().get(index);
  }

  LeafReader leafReader(int index) {
    return leaf(index).reader();
  }

  /** False if it was closed in the meantime. */
  boolean acquire() {
    return reader.tryIncRef();
  }

  public void release() throws IOException {
    reader.decRef();
  }

  /** The ordinals of all documents that are not marked as deleted. */
  public OrdinalBitmap ordinals() throws IOException {
    OrdinalBitmap all = OrdinalBitmap.empty();
    for (int i = 0; i < segments.size(); i++) {
      all = all.or(segment(i).undeleted(leafReader(i)));
    }
    return all;
  }

  /** The statistics of the live memories; kept for the last liveness that was asked for. */
  @SuppressWarnings("ReferenceEquality") // a snapshot hands out the same set each time
  public LiveStatistics statistics(OrdinalBitmap live) throws IOException {
    LiveStatistics known = latest;
    if (known == null || known.live() != live) {
      known = LiveStatistics.of(this, live);
      latest = known;
    }
    return known;
  }
}
