package dev.mneme.search.engine;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.SmallestKeys;
import dev.mneme.index.store.Store;
import dev.mneme.memory.MemoryKey;
import dev.mneme.request.ListPage;
import dev.mneme.request.ListRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes the ordinals of a scan by time until the page is full, and one more to know whether there
 * is a next page. Memories of one time it puts in the order of their keys: of these it notes all
 * that match, 4 bytes each, and reads the keys, of which it holds no more than the page has room
 * for. Not thread-safe.
 */
final class PageCollector {
  private final Store store;
  private final OrdinalBitmap matching;
  private final ListRequest request;
  private final Optional<ListCursor> cursor;
  private final List<Integer> page = new ArrayList<>();
  private int[] sameTime = new int[16];
  private int count;
  private long time;

  PageCollector(
      Store store, OrdinalBitmap matching, ListRequest request, Optional<ListCursor> cursor) {
    this.store = store;
    this.matching = matching;
    this.request = request;
    this.cursor = cursor;
  }

  /** Whether another one is wanted. Times never go back. */
  boolean offer(int ordinal) {
    if (!matching.contains(ordinal)) {
      return true;
    }
    long mine = store.time().time(ordinal);
    if (count > 0 && mine != time) {
      settle();
      if (isFull()) {
        return false;
      }
    }
    time = mine;
    if (count == sameTime.length) {
      sameTime = Arrays.copyOf(sameTime, 2 * count);
    }
    sameTime[count++] = ordinal;
    return true;
  }

  private boolean isFull() {
    return page.size() > request.limit();
  }

  /** Moves what the time that was passed has for the page. */
  private void settle() {
    var after = cursor.filter(last -> last.epochMillis() == time).map(ListCursor::key);
    if (count == 1 && after.isEmpty()) {
      page.add(sameTime[0]);
    } else {
      var first = new SmallestKeys(request.limit() + 1 - page.size());
      for (int i = 0; i < count; i++) {
        MemoryKey key = store.key(sameTime[i]);
        if (after.isEmpty() || key.compareTo(after.get()) > 0) {
          first.offer(key, sameTime[i]);
        }
      }
      for (int ordinal : first.drain()) {
        page.add(ordinal);
      }
    }
    count = 0;
  }

  ListPage toPage() {
    if (count > 0 && !isFull()) {
      settle();
    }
    boolean more = isFull();
    var shown = more ? page.subList(0, request.limit()) : page;
    var entries =
        shown.stream()
            .map(store::fetch)
            .map(put -> new ListPage.Entry(put.namespace(), put.memory()))
            .toList();
    if (!more) {
      return new ListPage(entries, Optional.empty());
    }
    var last = entries.getLast();
    var next =
        new ListCursor(
            last.memory().time().toEpochMilli(),
            new MemoryKey(last.namespace(), last.memory().id()));
    return new ListPage(entries, Optional.of(next.encode()));
  }
}
