package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelWorkTest {

  @Test
  void executorThatNeverRuns_leavesTheWorkToTheCaller() {
    var queued = new ArrayList<Runnable>();
    var runs = new AtomicInteger();
    ParallelWork.runBoth(queued::add, runs::incrementAndGet, runs::incrementAndGet);
    assertThat(runs).hasValue(2);
    queued.forEach(Runnable::run);
    assertThat(runs).as("after the queue came to it").hasValue(2);
  }

  @Test
  void failureThere_isThrownHere() {
    assertThatThrownBy(
            () ->
                ParallelWork.runBoth(
                    Runnable::run,
                    () -> {},
                    () -> {
                      throw new IllegalStateException("there");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there");
  }

  @Test
  void failureHere_waitsForWorkThatHasBegun() throws Exception {
    var begun = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    var ended = new AtomicInteger();
    try (var pool = Executors.newSingleThreadExecutor()) {
      assertThatThrownBy(
              () ->
                  ParallelWork.runBoth(
                      pool,
                      () -> {
                        await(begun);
                        proceed.countDown();
                        throw new IllegalStateException("here");
                      },
                      () -> {
                        begun.countDown();
                        await(proceed);
                        ended.incrementAndGet();
                      }))
          .hasMessage("here");
      assertThat(ended).hasValue(1);
    }
  }

  @Test
  void interrupt_isKeptAndCutsNothingShort() {
    var begun = new CountDownLatch(1);
    var ended = new AtomicInteger();
    try (var pool = Executors.newSingleThreadExecutor()) {
      ParallelWork.runBoth(
          pool,
          () -> {
            await(begun);
            Thread.currentThread().interrupt();
          },
          () -> {
            begun.countDown();
            ended.incrementAndGet();
          });
      assertThat(Thread.interrupted()).isTrue();
      assertThat(ended).hasValue(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
