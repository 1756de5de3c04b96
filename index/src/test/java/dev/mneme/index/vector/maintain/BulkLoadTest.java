package dev.mneme.index.vector.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a live graph of 1,000 and a clock of its own. */
class BulkLoadTest {
  private long millis;
  private int limit;
  private int waiting;
  private final BulkLoad load = new BulkLoad(1_000, () -> TimeUnit.MILLISECONDS.toNanos(millis));

  private void arrive(int count, int afterMillis) {
    millis += afterMillis;
    limit += count;
    waiting += count;
    load.observe(waiting, limit);
  }

  private void takenIn(int count) {
    waiting -= count;
    load.observe(waiting, limit);
  }

  @Test
  void trickle_isNoLoad() {
    for (int i = 0; i < 1_000; i++) {
      arrive(1, 10);
      assertThat(load.isRunning() || load.isReady() || load.isCollecting()).isFalse();
      takenIn(1);
    }
  }

  @Test
  void fewAtOnce_areNoLoad() {
    arrive(250, 1);
    assertThat(load.isRunning() || load.isReady() || load.isCollecting()).isFalse();
  }

  @Test
  void load_isCollectedUpToTheCapacity() {
    arrive(251, 1);
    assertThat(load.isRunning()).isTrue();
    while (waiting < 1_000) {
      assertThat(load.isCollecting()).as("%d wait", waiting).isTrue();
      assertThat(load.isReady()).isFalse();
      arrive(90, 10);
    }
    assertThat(load.isReady()).isTrue();
    assertThat(load.isCollecting()).isFalse();
  }

  @Test
  void loadThatStops_isSealedSoon() {
    arrive(300, 60);
    assertThat(load.isReady()).isFalse();
    arrive(0, 30);
    assertThat(load.isReady()).isFalse();
    arrive(0, 60);
    assertThat(load.isReady()).isTrue();
    takenIn(300);
    load.end();
    assertThat(load.isRunning()).isFalse();
  }

  @Test
  void restOfALoad_isSealedWhereItIsNotSmall_elseInserted() {
    arrive(1_000, 60);
    takenIn(1_000);
    arrive(40, 60);
    arrive(0, 60);
    assertThat(load.isReady()).isTrue();
    takenIn(30);
    assertThat(load.isReady() || load.isCollecting()).isFalse();
  }

  @Test
  void trickleAfterALoad_isNotCollected() {
    arrive(1_000, 60);
    takenIn(1_000);
    for (int i = 0; i < 1_000; i++) {
      arrive(1, 20);
      if (i >= 3) {
        assertThat(load.isCollecting() || load.isReady()).as("arrival %d", i).isFalse();
      }
      takenIn(waiting);
    }
  }
}
