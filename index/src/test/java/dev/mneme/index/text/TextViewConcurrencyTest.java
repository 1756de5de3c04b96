package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.OrdinalBitmap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextViewConcurrencyTest {
  private static final int COMMITS = 400;

  @TempDir Path directory;

  /** What a committer publishes after it has applied a batch. */
  private record Published(TextScope scope, int newest) {}

  @Test
  void searches_seeExactlyTheirSnapshot_whileBatchesAreApplied() throws Exception {
    try (var store = new TextFixture(directory)) {
      store.add("common unique0");
      var published =
          new java.util.concurrent.atomic.AtomicReference<>(new Published(store.scope(), 0));
      var searches = new AtomicInteger();
      Callable<Void> searcher =
          () -> {
            var random = new Random(Thread.currentThread().threadId());
            Published now;
            do {
              now = published.get();
              check(store.view, now, random);
              searches.incrementAndGet();
            } while (now.newest < COMMITS);
            return null;
          };
      try (var threads = Executors.newFixedThreadPool(4)) {
        var running = new ArrayList<Future<Void>>();
        for (int i = 0; i < 4; i++) {
          running.add(threads.submit(searcher));
        }
        write(store, published);
        for (var future : running) {
          future.get();
        }
      }
      assertThat(searches.get()).isPositive();
    }
  }

  /** Commit n adds memory n, and removes every third a few commits later. */
  private static void write(
      TextFixture store, java.util.concurrent.atomic.AtomicReference<Published> published) {
    for (int i = 1; i <= COMMITS; i++) {
      int dead = i - 7;
      boolean removes = dead > 0 && dead % 3 == 0;
      store.commit(java.util.List.of("common unique" + i), removes ? new int[] {dead} : new int[0]);
      published.set(new Published(store.scope(), i));
      if (i % 50 == 0) {
        store.view.checkpoint(store.sequence);
      }
    }
  }

  private static void check(TextView view, Published snapshot, Random random) {
    OrdinalBitmap live = snapshot.scope.live();
    var newest = view.parse("unique" + snapshot.newest);
    assertThat(view.search(newest, snapshot.scope, TextWay.JOIN, 3).ordinals())
        .containsExactly(snapshot.newest);
    TextWay way = random.nextBoolean() ? TextWay.JOIN : TextWay.CANDIDATES;
    var all = view.search(view.parse("common"), snapshot.scope, way, 10_000);
    assertThat(OrdinalBitmap.of(all.ordinals())).isEqualTo(live);
    assertThat(view.matches(view.parse("common"), snapshot.scope).min())
        .isEqualTo(live.cardinality());
  }
}
