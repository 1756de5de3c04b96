package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.InternalException;
import dev.mneme.error.MnemeException;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.TextWay;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Memory;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After an error, of memory say, wherever it strikes: nobody waits for ever, the store writes no
 * more, reads go on, it closes, and what was acknowledged is there when it is opened again.
 */
class ErrorsTest {
  private static final long PATIENCE_SECONDS = 60;

  /** About so many of the calls fail, each in a run of its own. */
  private static final int ROUNDS = Integer.getInteger("mneme.test.errorRounds", 12);

  @TempDir private Path directory;
  private final ErringStorage storage = new ErringStorage(Storage.system());

  /** An error that cannot even be logged. */
  private static final class Unprintable extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    Unprintable() {
      super("injected");
    }

    @Override
    public void printStackTrace(PrintStream out) {
      throw new OutOfMemoryError("injected into the logging");
    }

    @Override
    public void printStackTrace(PrintWriter out) {
      throw new OutOfMemoryError("injected into the logging");
    }
  }

  @Test
  void errorThatCannotBeLogged_leavesNobodyWaiting() throws Exception {
    var store = open();
    var writers = new ArrayList<FutureTask<Throwable>>();
    var inside = new CountDownLatch(1);
    storage.hook =
        (call, path) -> {
          if (call.equals("write") && path.toString().endsWith(".log")) {
            inside.countDown();
            throw new Unprintable();
          }
        };
    for (int i = 0; i < 8; i++) {
      var id = "w" + i;
      writers.add(background(() -> write(store, id)));
    }
    inside.await();
    for (var writer : writers) {
      assertThat(soon(writer)).isInstanceOf(InternalException.class).hasMessageContaining("reopen");
    }
    assertThat(soon(background(() -> write(store, "after")))).isInstanceOf(InternalException.class);
    storage.hook = (_, _) -> {};
    soon(background(() -> thrown(store::close)));
    try (var again = open()) {
      assertThat(write(again, "later")).isNull();
    }
  }

  /** Each storage call of a script in turn: those of log, views, checkpoints, vector segments. */
  @Test
  void errorInAnyStorageCall_stopsWritesAndNothingElse() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    long calls = script(0, directory.resolve("none")).calls();
    int step = (int) Math.max(1, 2 * calls / ROUNDS);
    for (long failing = 1 + random.nextInt(step);
        failing <= calls;
        failing += 1 + random.nextInt(step)) {
      var run = script(failing, directory.resolve("run" + failing));
      assertThat(run.problem()).as("seed %d, call %d: %s", seed, failing, run.what()).isEmpty();
    }
  }

  private record Run(long calls, String what, String problem) {}

  private Run script(long failing, Path place) throws Exception {
    var calls = new AtomicLong();
    var what = new StringBuffer();
    storage.hook =
        (call, path) -> {
          if (calls.incrementAndGet() == failing) {
            what.append(call).append(' ').append(path.getFileName());
            throw new Unprintable();
          }
        };
    var acknowledged = new ArrayList<String>();
    var problem = new StringBuffer();
    try {
      soon(background(() -> life(place, acknowledged, problem)));
    } finally {
      storage.hook = (_, _) -> {};
    }
    try (var again = LocalStore.open(place, options())) {
      for (var id : acknowledged) {
        if (again.get("n", id).isEmpty()) {
          problem.append(" lost ").append(id);
        }
      }
      again.verify().problems().forEach(problem::append);
    }
    return new Run(calls.get(), what.toString(), problem.toString());
  }

  /** Writes, flushes, compacts and closes, whatever happens; every answer comes. */
  private Throwable life(Path place, List<String> acknowledged, StringBuffer problem) {
    LocalStore store;
    try {
      store = LocalStore.open(place, options());
    } catch (MnemeException | Unprintable e) {
      return e;
    }
    try {
      boolean refused = false;
      for (int i = 0; i < 12; i++) {
        var id = "m" + i;
        var failure = write(store, id);
        if (failure == null) {
          acknowledged.add(id);
          if (refused) {
            problem.append(" accepted ").append(id).append(" after a refusal");
          }
        } else if (failure instanceof MnemeException) {
          refused = true;
        } else {
          problem.append(" untyped: ").append(failure);
        }
        if (i == 4 || i == 9) {
          typed(store::flush, problem);
        }
        if (i == 7) {
          typed(store::compact, problem);
        }
        for (var known : acknowledged) {
          if (store.get("n", known).isEmpty()) {
            problem.append(" hid ").append(known);
          }
        }
      }
    } finally {
      typed(store::close, problem);
    }
    return null;
  }

  private static void typed(Runnable work, StringBuffer problem) {
    var failure = thrown(work);
    if (failure != null && !(failure instanceof MnemeException)) {
      problem.append(" untyped: ").append(failure);
    }
  }

  /** A search that overflows its caller's stack must not keep its snapshot. */
  @Test
  void stackOverflowInACaller_leaksNoSnapshot() throws Exception {
    try (var store = open()) {
      for (int i = 0; i < 200; i++) {
        assertThat(write(store, "m" + i)).isNull();
      }
      for (int i = 0; i < 5; i++) {
        int padding = i;
        var thread = new Thread(null, () -> overflow(store, padding), "overflowing", 160 << 10);
        thread.start();
        thread.join();
        assertThat(store.openSnapshots()).as("round %d", i).isZero();
      }
    }
  }

  private static void overflow(LocalStore store, int padding) {
    try {
      deeper(store, padding);
    } catch (StackOverflowError expected) {
      return;
    }
    throw new AssertionError("it never overflows");
  }

  private static long deeper(LocalStore store, int padding) {
    long found = padding == 0 ? search(store) : 0;
    return found + deeper(store, Math.max(0, padding - 1)) + 1;
  }

  private static int search(LocalStore store) {
    try (var snapshot = store.snapshot()) {
      var scope =
          new TextScope(snapshot.sequence(), snapshot.live(), Optional.empty(), Long.MAX_VALUE);
      return store.text().search(store.text().parse("text"), scope, TextWay.values()[0], 3).size()
          + store.matching(snapshot, "n", Filter.all()).cardinality();
    }
  }

  @Test
  void interruptsWhileOpeningAndClosing_doNoHarm() throws Exception {
    for (int round = 0; round < 6; round++) {
      int number = round;
      var life =
          background(
              () ->
                  thrown(
                      () -> {
                        try (var store = open()) {
                          var failure = write(store, "m" + number);
                          if (failure != null) {
                            throw new AssertionError(failure);
                          }
                        }
                      }));
      while (!life.isDone()) {
        interrupt(life);
        java.util.concurrent.locks.LockSupport.parkNanos(100_000);
      }
      assertThat(soon(life)).isNull();
    }
    try (var store = open()) {
      assertThat(store.verify().problems()).isEmpty();
      assertThat(store.get("n", "m5")).isPresent();
    }
  }

  private final java.util.Map<FutureTask<Throwable>, Thread> threads =
      new java.util.concurrent.ConcurrentHashMap<>();

  private void interrupt(FutureTask<Throwable> task) {
    var thread = threads.get(task);
    if (thread != null) {
      thread.interrupt();
    }
  }

  private FutureTask<Throwable> background(Callable<Throwable> work) {
    var task = new FutureTask<>(work);
    var thread = new Thread(task);
    thread.setDaemon(true);
    threads.put(task, thread);
    thread.start();
    return task;
  }

  private static Throwable soon(FutureTask<Throwable> task)
      throws InterruptedException, ExecutionException {
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("somebody waits for ever", e);
    }
  }

  private static Throwable thrown(Runnable work) {
    try {
      work.run();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private static Throwable write(LocalStore store, String id) {
    return thrown(() -> store.write("n", List.of(memory(id)), true));
  }

  @Test
  void errorOfABuilder_refusesWritesBeforeTheyAreWritten() throws Exception {
    var store = open();
    storage.hook =
        (call, path) -> {
          if (call.startsWith("open") && path.toString().contains(".vectors")) {
            throw new Unprintable();
          }
        };
    for (int i = 0; i < 200; i++) {
      if (write(store, "m" + i) != null) {
        break;
      }
    }
    var compaction = soon(background(() -> thrown(store::compact)));
    assertThat(compaction).isInstanceOf(InternalException.class);
    long before = store.logStats().records();
    assertThatThrownBy(() -> store.write("n", List.of(memory("after")), false))
        .isInstanceOf(InternalException.class);
    assertThat(store.logStats().records()).isEqualTo(before);
    assertThat(store.get("n", "m0")).isPresent();
    soon(background(() -> thrown(store::close)));
  }

  private LocalStore open() {
    return LocalStore.open(directory.resolve("store"), options());
  }

  private StoreOptions options() {
    return StoreOptions.on(storage)
        .log(new LogOptions(4 << 10))
        .asyncWindow(Duration.ofMillis(100), 1_000)
        .graphCapacity(16)
        .offHeapIdsFrom(Long.MAX_VALUE)
        .checkpointBytes(8 << 10);
  }

  private static Memory memory(String id) {
    var vector = new float[8];
    var random = new Random(id.hashCode());
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextFloat() - 0.5f;
    }
    return Memory.text("text of " + id + " and some more words")
        .id(id)
        .embedding(Embedding.of(vector))
        .build();
  }
}
