package dev.mneme.index.vector;

import dev.mneme.core.model.Closed;
import dev.mneme.index.api.OrdinalBitmap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes graphs. It puts pending members into the current graph and publishes
 * its progress in steps, so that searches scan ever fewer of them; and it replaces a graph that is
 * full or worn, which goes on serving until the new one is complete.
 */
final class GraphBuilder {
  private static final Logger log = LoggerFactory.getLogger(GraphBuilder.class);

  /** A step is published after this many inserts or this time, whichever comes first. */
  private static final int STEP_INSERTS = 256;

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int MAX_CAPACITY = 1 << 30;

  private final VectorOptions options;
  private final Scorer scorer;
  private final VectorColumn column;
  private final IntSupplier dimension;
  private final AtomicReference<VectorState> state;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("mneme-vector").unstarted(this::run);
  private final Object progress = new Object();
  private volatile boolean closed;
  private boolean ended;

  /**
   * @param dimension known at the latest when there is a member
   */
  GraphBuilder(
      VectorOptions options,
      Scorer scorer,
      VectorColumn column,
      IntSupplier dimension,
      AtomicReference<VectorState> state) {
    this.options = options;
    this.scorer = scorer;
    this.column = column;
    this.dimension = dimension;
    this.state = state;
  }

  /** Starts the thread, once. */
  void start() {
    thread.start();
  }

  /** Says that the state has changed. Wakes the thread without waiting for it. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Waits until a graph covers everything in {@code members} that is still a member, and no rebuild
   * is due.
   */
  void await(OrdinalBitmap members) throws InterruptedException {
    synchronized (progress) {
      while (isBehind(members)) {
        if (ended) {
          throw new Closed("the builder of the vector graph");
        }
        progress.wait();
      }
    }
  }

  private boolean isBehind(OrdinalBitmap members) {
    var now = state.get();
    return now.isRebuildDue() || now.waiting().intersects(members);
  }

  /** Stops at the next insert and waits for it; the thread is gone after. */
  void close() {
    closed = true;
    wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        var now = state.get();
        if (now.isRebuildDue()) {
          rebuild(now);
        } else if (!now.waiting().isEmpty()) {
          step(now);
        } else {
          LockSupport.park(this);
        }
      }
    } catch (RuntimeException | Error e) {
      log.error("The vector graph is not built any further; searches scan what it lacks.", e);
    } finally {
      synchronized (progress) {
        ended = true;
        progress.notifyAll();
      }
    }
  }

  private void step(VectorState now) {
    var waiting = now.waiting();
    var graph = now.graph().orElseGet(() -> graphFor(now.members()));
    var batch = new Inserts(graph);
    long started = System.nanoTime();
    for (int ordinal = waiting.first(); ordinal >= 0; ordinal = waiting.next(ordinal + 1)) {
      if (closed || graph.isFull() || batch.size() == STEP_INSERTS || elapsed(started)) {
        break;
      }
      batch.insert(ordinal);
    }
    state.updateAndGet(s -> s.inserted(graph, batch.done(), batch.refused()));
    announce();
  }

  private static boolean elapsed(long started) {
    return System.nanoTime() - started >= STEP_NANOS;
  }

  /**
   * Members that come while it runs join the new graph as well; those that do not fit wait for the
   * next.
   */
  private void rebuild(VectorState before) {
    long started = System.nanoTime();
    int first = before.members().first();
    if (first < 0) {
      state.updateAndGet(s -> VectorState.of(s.members()));
      announce();
      return;
    }
    var graph = graphFor(before.members());
    var batch = new Inserts(graph);
    for (int ordinal = first; ordinal >= 0; ordinal = state.get().members().next(ordinal + 1)) {
      if (closed) {
        return;
      }
      if (graph.isFull()) {
        break;
      }
      batch.insert(ordinal);
    }
    state.updateAndGet(s -> s.swapped(graph, batch.done(), batch.refused()));
    announce();
    log.debug(
        "Rebuilt the vector graph: {} nodes, capacity {}, {} ms",
        graph.nodes(),
        graph.capacity(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
  }

  private void announce() {
    synchronized (progress) {
      progress.notifyAll();
    }
  }

  private LiveGraph graphFor(OrdinalBitmap members) {
    long wanted = members.cardinality() * 5L / 4;
    long capacity = options.initialCapacity();
    while (capacity < wanted) {
      capacity *= 2;
    }
    int nodes = (int) Math.min(capacity, MAX_CAPACITY);
    return new LiveGraph(scorer, options, dimension.getAsInt(), nodes);
  }

  /** Inserts into one graph, and what became of them. */
  private final class Inserts {
    private final LiveGraph graph;
    private final IntArrayList done = new IntArrayList();
    private final IntArrayList refused = new IntArrayList();

    Inserts(LiveGraph graph) {
      this.graph = graph;
    }

    /**
     * A failure costs the member its place in this graph, never in the results: it stays pending.
     */
    void insert(int ordinal) {
      try {
        column.share(ordinal, graph.add(ordinal, column.vector(ordinal)));
        done.add(ordinal);
      } catch (RuntimeException e) {
        if (refused.isEmpty() && state.get().members().contains(ordinal)) {
          log.warn(
              "Ordinal {} and perhaps others stay out of the graph and are scanned", ordinal, e);
        }
        refused.add(ordinal);
      }
      if (!state.get().members().contains(ordinal)) {
        column.drop(
            ordinal); // reclaimed in the meantime, perhaps just before it was loaded or shared
      }
    }

    int size() {
      return done.size() + refused.size();
    }

    OrdinalBitmap done() {
      return OrdinalBitmap.of(done.toArray());
    }

    OrdinalBitmap refused() {
      return OrdinalBitmap.of(refused.toArray());
    }
  }
}
