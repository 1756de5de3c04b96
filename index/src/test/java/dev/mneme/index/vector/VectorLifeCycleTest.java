package dev.mneme.index.vector;

import static dev.mneme.index.vector.VectorFixture.clustered;
import static dev.mneme.index.vector.VectorFixture.gaussian;
import static dev.mneme.index.vector.VectorFixture.options;
import static dev.mneme.index.vector.VectorFixture.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class VectorLifeCycleTest {
  @TempDir Path directory;

  /** With plain kernels, which are fast from the first call on: no JIT has to warm up here. */
  private VectorFixture fixture(VectorOptions options) {
    return new VectorFixture(directory, options, VectorKernels.scalar());
  }

  @Test
  void reopened_answersExactlyAtOnce_andTheGraphComesBack() throws Exception {
    var random = new Random(11);
    try (var fixture = fixture(options(Similarity.COSINE))) {
      float[][] vectors = clustered(random, 3_000, 24);
      fixture.add(vectors);
      fixture.view.checkpoint(42);
      var members = fixture.view.members();
      fixture.reopen();
      assertThat(fixture.view.recoveredSequence()).isEqualTo(42);
      assertThat(fixture.view.members()).isEqualTo(members);
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 3_000));
      for (int i = 0; i < 10; i++) {
        var query = gaussian(random, 24);
        fixture.assertExact(
            "exact", fixture.exact(query, fixture.all(), 10), query, fixture.all(), 10);
        assertThat(fixture.graph(query, fixture.all(), 10, 100).size()).isEqualTo(10);
      }
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(3_000, 0));
      assertRecall(fixture, vectors, fixture.all());
    }
  }

  @Test
  void reopened_replaysWhatTheCheckpointLacks_andDoesNotAskTheSourceBefore() throws Exception {
    var random = new Random(12);
    try (var fixture = fixture(options(Similarity.DOT))) {
      fixture.add(clustered(random, 100, 6));
      fixture.view.checkpoint(1);
      var tail = fixture.batch(clustered(random, 50, 6));
      fixture.view.apply(tail);
      fixture.unreadable.addAll(fixture.log.keySet());
      fixture.reopen();
      assertThat(fixture.view.members().cardinality()).isEqualTo(100);
      fixture.view.apply(tail);
      fixture.view.reclaim(OrdinalBitmap.ofRange(0, 10));
      assertThat(fixture.view.members()).isEqualTo(OrdinalBitmap.ofRange(10, 150));
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 140));
      fixture.unreadable.clear();
      fixture.view.startBuilding();
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(140, 0));
    }
  }

  @Test
  void checkpointOfAnEmptyView_isRecovered() {
    try (var fixture = fixture(options(Similarity.DOT))) {
      assertThat(fixture.view.recoveredSequence()).isEqualTo(-1);
      fixture.view.checkpoint(0);
      fixture.reopen();
      assertThat(fixture.view.recoveredSequence()).isZero();
      fixture.add(new float[] {1, 2});
      assertThat(fixture.exact(new float[] {1, 0}, fixture.all(), 1).ordinals()).containsExactly(0);
    }
  }

  @Test
  void damagedCheckpoint_startsEmpty_andIsFilledByReplay() throws Exception {
    try (var fixture = fixture(options(Similarity.COSINE))) {
      var batch = fixture.batch(clustered(new Random(1), 50, 4));
      fixture.view.apply(batch);
      fixture.view.checkpoint(9);
      byte[] bytes = Files.readAllBytes(fixture.file());
      bytes[30] ^= 1;
      Files.write(fixture.file(), bytes);
      fixture.reopen();
      assertThat(fixture.view.recoveredSequence()).isEqualTo(-1);
      assertThat(fixture.view.members().isEmpty()).isTrue();
      fixture.view.apply(batch);
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(50, 0));
    }
  }

  @Test
  void statistics_countDiskAndHeap() throws Exception {
    try (var fixture = fixture(options(Similarity.COSINE))) {
      assertThat(fixture.view.statistics().diskBytes()).isZero();
      fixture.add(clustered(new Random(1), 1_000, 64));
      fixture.view.awaitGraph();
      fixture.view.checkpoint(9);
      var statistics = fixture.view.statistics();
      assertThat(statistics.ordinals()).isEqualTo(1_000);
      assertThat(statistics.diskBytes()).isEqualTo(Files.size(fixture.file()));
      assertThat(statistics.heapBytes()).isBetween(1_000L * 4 * 64, 1_000_000L);
    }
  }

  @Test
  void reclaimingHalf_rebuildsTheGraph_withoutTheDead() throws Exception {
    var random = new Random(13);
    try (var fixture = fixture(options(Similarity.COSINE))) {
      float[][] vectors = clustered(random, 3_000, 16);
      fixture.add(vectors);
      fixture.view.awaitGraph();
      var dead = fixture.where(ordinal -> ordinal % 2 == 0);
      var alive = fixture.all().andNot(dead);
      fixture.view.reclaim(dead);
      assertRecall(fixture, vectors, alive);
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(1_500, 0));
      assertThat(fixture.view.members()).isEqualTo(alive);
      assertRecall(fixture, vectors, alive);
    }
  }

  @Test
  void kHits_with95PercentRemoved_beforeAndAfterReclaim() throws Exception {
    var random = new Random(14);
    try (var fixture = fixture(options(Similarity.EUCLIDEAN))) {
      float[][] vectors = clustered(random, 3_000, 16);
      fixture.add(vectors);
      fixture.view.awaitGraph();
      var alive = fixture.where(ordinal -> ordinal % 20 == 0);
      assertThat(fixture.graph(vectors[1], alive, 150, 10).size()).isEqualTo(150);
      assertThat(fixture.graphOnly(vectors[1], alive, 150, 10).size()).isEqualTo(150);
      fixture.view.reclaim(fixture.all().andNot(alive));
      assertThat(fixture.graphOnly(vectors[1], alive, 200, 10).size()).isEqualTo(150);
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(150, 0));
      assertThat(fixture.graphOnly(vectors[1], fixture.all(), 200, 10).size()).isEqualTo(150);
    }
  }

  @Test
  void reclaimingEverything_leavesAWorkingView() throws Exception {
    var random = new Random(15);
    try (var fixture = fixture(options(Similarity.COSINE))) {
      fixture.add(clustered(random, 2_500, 8));
      fixture.view.awaitGraph();
      fixture.view.reclaim(fixture.all());
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0));
      float[] vector = gaussian(random, 8);
      fixture.add(vector);
      fixture.view.awaitGraph();
      assertThat(fixture.graph(vector, fixture.all(), 3, 10).ordinals()).containsExactly(2_500);
    }
  }

  @Test
  void tinyCapacity_doublesWhileOthersSearch() throws Exception {
    var random = new Random(16);
    var options = new VectorOptions(Similarity.COSINE, 8, 40, 64);
    try (var fixture = fixture(options);
        var readers = Executors.newFixedThreadPool(8)) {
      float[][] vectors = clustered(random, 3_000, 12);
      fixture.add(vectors[0]);
      var searches = new AtomicInteger();
      var done = new AtomicBoolean();
      var results = new ArrayList<Future<?>>();
      for (int reader = 0; reader < 8; reader++) {
        int first = reader;
        results.add(readers.submit(() -> searchUntil(fixture, done, searches, vectors[first])));
      }
      for (int i = 1; i < vectors.length; i++) {
        fixture.add(vectors[i]);
        if (i % 500 == 0) {
          fixture.view.reclaim(OrdinalBitmap.ofRange(i - 500, i - 450));
          fixture.view.awaitGraph();
        }
      }
      fixture.view.awaitGraph();
      done.set(true);
      for (var result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
      assertThat(searches.get()).isGreaterThan(100);
      assertThat(fixture.view.graph().pending()).isZero();
      assertThat(fixture.view.members().cardinality()).isEqualTo(3_000 - 5 * 50);
      assertRecall(fixture, vectors, fixture.view.members());
    }
  }

  /**
   * What a reader relies on: no error, no repeats, never fewer than k, and all of them members that
   * it allows.
   */
  private static void searchUntil(
      VectorFixture fixture, AtomicBoolean done, AtomicInteger searches, float[] query) {
    while (!done.get()) {
      var before = fixture.view.members();
      var hits = fixture.view.searchGraph(query, scope(before), 10, 30);
      var reclaimed = before.andNot(fixture.view.members()).cardinality();
      assertThat(hits.size())
          .isGreaterThanOrEqualTo(Math.min(10, before.cardinality() - reclaimed));
      assertThat(hits.ordinals()).doesNotHaveDuplicates();
      assertThat(Arrays.stream(hits.ordinals()).allMatch(before::contains)).isTrue();
      searches.incrementAndGet();
    }
  }

  @Test
  void close_inTheMiddleOfARebuild_returns() throws Exception {
    var random = new Random(17);
    var blocked = new CountDownLatch(1);
    var fixture = fixture(new VectorOptions(Similarity.COSINE, 16, 100, 131_072));
    fixture.add(clustered(random, 20_000, 64));
    fixture.view.checkpoint(1);
    fixture.reopen();
    fixture.view.startBuilding();
    while (fixture.view.graph().nodes() == 0) {
      Thread.onSpinWait();
    }
    var waiter =
        new Thread(
            () -> {
              try {
                fixture.view.awaitGraph();
              } catch (InterruptedException | RuntimeException e) {
                blocked.countDown();
              }
            });
    waiter.start();
    fixture.close();
    assertThat(fixture.view.graph().pending()).isPositive();
    assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
    fixture.close();
  }

  @Test
  void insertThatFails_staysInTheResults() throws Exception {
    var random = new Random(18);
    float[][] vectors = clustered(random, 300, 8);
    var kernels = new FailingKernels(vectors[150]);
    var options = options(Similarity.EUCLIDEAN);
    try (var fixture = new VectorFixture(directory, options, kernels)) {
      fixture.add(vectors);
      fixture.view.awaitGraph();
      assertThat(kernels.failures.get()).isPositive();
      assertThat(fixture.view.graph().pending()).isEqualTo(1);
      assertThat(fixture.graphOnly(vectors[150], fixture.all(), 5, 50).ordinals())
          .startsWith(150)
          .doesNotHaveDuplicates();
      fixture.view.reclaim(OrdinalBitmap.ofRange(0, 140));
      fixture.view.awaitGraph();
      assertThat(fixture.graph(vectors[150], fixture.all(), 5, 50).ordinals()).startsWith(150);
    }
  }

  /** Fails for one vector on the builder's thread. */
  private static final class FailingKernels implements VectorKernels {
    private final AtomicInteger failures = new AtomicInteger();
    private final float[] refused;

    FailingKernels(float[] refused) {
      this.refused = refused;
    }

    @Override
    public float dot(float[] a, float[] b) {
      return VectorKernels.scalar().dot(a, b);
    }

    @Override
    public float squaredDistance(float[] a, float[] b) {
      if (Arrays.equals(a, refused) && Thread.currentThread().getName().equals("mneme-vector")) {
        failures.incrementAndGet();
        throw new IllegalStateException("injected failure");
      }
      return VectorKernels.scalar().squaredDistance(a, b);
    }

    @Override
    public void dots(float[] a, float[][] rows, int first, float[] dots) {
      VectorKernels.scalar().dots(a, rows, first, dots);
    }

    @Override
    public float dot(float[] a, MemorySegment segment, long offset) {
      return VectorKernels.scalar().dot(a, segment, offset);
    }

    @Override
    public float squaredDistance(float[] a, MemorySegment segment, long offset) {
      return VectorKernels.scalar().squaredDistance(a, segment, offset);
    }

    @Override
    public double exactDot(float[] a, float[] b) {
      return VectorKernels.scalar().exactDot(a, b);
    }

    @Override
    public double exactSquaredDistance(float[] a, float[] b) {
      return VectorKernels.scalar().exactSquaredDistance(a, b);
    }

    @Override
    public String name() {
      return "failing";
    }
  }

  @Test
  void vectorThatCannotBeRead_keepsOnlyItselfOutOfTheGraph() throws Exception {
    var random = new Random(19);
    try (var fixture = fixture(options(Similarity.COSINE))) {
      fixture.add(clustered(random, 100, 8));
      fixture.view.checkpoint(1);
      fixture.unreadable.add(0);
      fixture.reopen();
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph().pending()).isEqualTo(1);
      var readable = OrdinalBitmap.ofRange(1, 100);
      assertThat(fixture.graph(gaussian(random, 8), readable, 99, 10).size()).isEqualTo(99);
      assertThatThrownBy(() -> fixture.graph(gaussian(random, 8), fixture.all(), 1, 10))
          .hasMessageContaining("no vector 0");
      fixture.unreadable.clear();
      assertThat(fixture.graph(gaussian(random, 8), fixture.all(), 100, 10).size()).isEqualTo(100);
    }
  }

  @Test
  void interruptedCaller_getsItsAnswer_andKeepsTheInterrupt() throws Exception {
    var random = new Random(20);
    try (var fixture = fixture(options(Similarity.COSINE))) {
      fixture.add(clustered(random, 500, 8));
      fixture.view.awaitGraph();
      Thread.currentThread().interrupt();
      var hits = fixture.graphOnly(gaussian(random, 8), fixture.all(), 10, 50);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(hits.size()).isEqualTo(10);
      assertThat(hits.ordinals()).doesNotHaveDuplicates();
    }
  }

  private static void assertRecall(
      VectorFixture fixture, float[][] queries, OrdinalBitmap allowed) {
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      float[] query = queries[i * 37 % queries.length];
      sum += fixture.recall(fixture.graphOnly(query, allowed, 10, 100), query, allowed, 10);
    }
    assertThat(sum / 50).isGreaterThan(0.97);
  }
}
