package dev.mneme.index.store.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.OrdinalBitmap;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class ReclaimQueueTest {
  private final ReclaimQueue reclaimQueue = new ReclaimQueue();

  @Test
  void releasedStates_areForgottenThoughNothingDies() {
    for (int i = 0; i < 10_000; i++) {
      published(i).release();
    }
    assertThat(reclaimQueue.states()).isLessThan(200);
  }

  @Test
  void statesBehindOneThatIsHeld_areForgottenButItsDeadWait() {
    var held = published(0);
    var second = published(1);
    reclaimQueue.add(second, RoaringBitmap.bitmapOf(7));
    second.release();
    for (int i = 2; i < 10_000; i++) {
      published(i).release();
    }
    published(10_000);
    assertThat(reclaimQueue.states()).isLessThan(200);
    assertThat(reclaimQueue.takeReclaimable().isEmpty()).isTrue();
    assertThat(reclaimQueue.isDrainedBefore(1)).isFalse();
    held.release();
    assertThat(reclaimQueue.isDrainedBefore(10_000)).isTrue();
    assertThat(reclaimQueue.takeReclaimable().toRoaring()).isEqualTo(RoaringBitmap.bitmapOf(7));
  }

  private PublishedState published(int version) {
    var state = new PublishedState(version, version, OrdinalBitmap.empty());
    reclaimQueue.published(state);
    return state;
  }
}
