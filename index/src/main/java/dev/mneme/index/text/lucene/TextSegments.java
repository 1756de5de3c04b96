package dev.mneme.index.text.lucene;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;

/**
 * The {@link TextSegment} of each open Lucene segment, made once and dropped when the last reader
 * of its files closes.
 */
final class TextSegments {
  private final ConcurrentHashMap<IndexReader.CacheKey, TextSegment> byKey =
      new ConcurrentHashMap<>();

  /** May be called twice at once for a new segment; then one of two equal answers stays. */
  TextSegment of(LeafReader reader) throws IOException {
    var helper = reader.getCoreCacheHelper();
    TextSegment known = byKey.get(helper.getKey());
    if (known != null) {
      return known;
    }
    TextSegment loaded = TextSegment.load(reader);
    TextSegment raced = byKey.putIfAbsent(helper.getKey(), loaded);
    if (raced != null) {
      return raced;
    }
    helper.addClosedListener(byKey::remove);
    return loaded;
  }

  long heapBytes() {
    return byKey.values().stream().mapToLong(TextSegment::heapBytes).sum();
  }
}
