package dev.mneme.index.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.OrdinalBitmap;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class GraveyardTest {
  private final Graveyard graveyard = new Graveyard();

  @Test
  void releasedStates_areForgottenThoughNothingDies() {
    for (int i = 0; i < 10_000; i++) {
      published(i).release();
    }
    assertThat(graveyard.states()).isLessThan(200);
  }

  @Test
  void statesBehindOneThatIsHeld_areForgottenButItsDeadWait() {
    var held = published(0);
    var second = published(1);
    graveyard.bury(second, RoaringBitmap.bitmapOf(7));
    second.release();
    for (int i = 2; i < 10_000; i++) {
      published(i).release();
    }
    published(10_000);
    assertThat(graveyard.states()).isLessThan(200);
    assertThat(graveyard.exhume().isEmpty()).isTrue();
    assertThat(graveyard.isDrainedBefore(1)).isFalse();
    held.release();
    assertThat(graveyard.isDrainedBefore(10_000)).isTrue();
    assertThat(graveyard.exhume().toRoaring()).isEqualTo(RoaringBitmap.bitmapOf(7));
  }

  private PublishedState published(int version) {
    var state = new PublishedState(version, version, OrdinalBitmap.empty());
    graveyard.published(state);
    return state;
  }
}
