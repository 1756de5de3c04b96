package dev.mneme.index.vector.maintain;

import dev.mneme.core.storage.MappedReads;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.live.LiveGraph;
import dev.mneme.index.vector.live.LiveGraphs;
import dev.mneme.index.vector.score.VectorColumn;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that takes in new members. Few are put into the live graph, in steps that are
 * published, so that searches scan ever fewer of them; many, as in a bulk load, are sealed straight
 * away with whatever the live graph has, since a segment is built several times as fast as the
 * graph takes them in. A full graph is sealed; a worn one is replaced, or sealed if it is large.
 *
 * <p>In a bulk load it waits for as many as the live graph would hold, or until it slows down,
 * before it seals, and then takes all that wait into the segment that the load has made so far:
 * each member is inserted once, and no more are pending than what comes in while that goes on.
 */
final class Indexer {
  private static final Logger log = LoggerFactory.getLogger(Indexer.class);

  /** A step is published after this many inserts or this time, whichever comes first. */
  private static final int STEP_INSERTS = 256;

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * A segment of up to so many times what is new is built on: copying a node is that much cheaper.
   */
  private static final int MAX_BASE_RATIO = 32;

  /** Between two looks at how a bulk load goes on. */
  private static final long LOOK_NANOS = BulkLoad.WINDOW_NANOS / 2;

  private final LiveGraphs graphs;
  private final VectorColumn column;
  private final AtomicReference<VectorState> state;
  private final Sealer sealer;
  private final Signals signals;
  private final Backoff backoff = new Backoff();
  private final BulkLoad load;

  Indexer(VectorMaintenance.Parts parts, Sealer sealer, Signals signals) {
    this.graphs = parts.graphs();
    this.column = parts.column();
    this.state = parts.state();
    this.sealer = sealer;
    this.signals = signals;
    this.load = new BulkLoad(graphs.capacity(), System::nanoTime);
  }

  /** Whether members come in bulk right now. */
  boolean isLoading() {
    return load.isRunning();
  }

  /** One thing that is due, or a pause until the state changes. */
  void runNext() {
    var now = state.get();
    int waiting = now.waiting().cardinality();
    load.observe(waiting, now.members().limit());
    if (isSealDue(now, waiting) && maySeal() && seal(now)) {
      return;
    }
    if (now.isGraphWorn()) {
      rebuild(now);
    } else if (load.isCollecting() && maySeal()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    } else if (waiting > 0 && !now.isGraphFull()) {
      step(now);
    } else if (waiting > 0) {
      LockSupport.parkNanos(this, Math.max(backoff.nanosLeft(), LOOK_NANOS));
    } else if (load.isRunning()) {
      load.end();
      signals.announce(); // merges may have waited for it
    } else {
      LockSupport.park(this);
    }
  }

  /** Whether {@link #runNext} has something to do for these members. */
  boolean isBehind(OrdinalBitmap members) {
    var now = state.get();
    return now.isGraphWorn() || now.waiting().intersects(members);
  }

  private boolean isSealDue(VectorState now, int waiting) {
    return (waiting > 0 && now.isGraphFull())
        || load.isReady()
        || (now.isGraphWorn() && now.unsealed().cardinality() > load.sealThreshold());
  }

  private boolean maySeal() {
    return backoff.nanosLeft() == 0 && !signals.isCompacting();
  }

  /**
   * @return false if it could not be done now
   */
  private boolean seal(VectorState now) {
    if (!sealer.turn().tryLock()) {
      return false;
    }
    try {
      boolean bulk = load.isRunning();
      var members = bulk ? withBase(now) : now.covered().or(now.waiting());
      BooleanSupplier cancelled = () -> signals.isClosed() || signals.isCompacting();
      var outcome =
          sealer.seal(
              members,
              () -> !load.isRunning() || waitingBeside(members) < load.sealThreshold(),
              bulk ? VectorMaintenance.CORES : VectorMaintenance.SPARE,
              cancelled);
      switch (outcome) {
        case SEALED -> backoff.succeeded();
        case FAILED -> backoff.failed();
        case CANCELLED -> {}
      }
      signals.announce();
      return outcome != Sealer.Outcome.FAILED;
    } finally {
      sealer.turn().unlock();
    }
  }

  private int waitingBeside(OrdinalBitmap members) {
    return state.get().waiting().andNot(members).cardinality();
  }

  /**
   * What is not sealed, and the largest segment that can take it in at a price that is small beside
   * inserting it: a bulk load ends as one segment in which each member was inserted once.
   */
  private static OrdinalBitmap withBase(VectorState now) {
    var fresh = now.covered().or(now.waiting());
    long most = (long) MAX_BASE_RATIO * fresh.cardinality();
    return now.segments().stream() // largest first
        .filter(tier -> tier.dead() == 0 && tier.covered().cardinality() <= most)
        .findFirst()
        .map(tier -> fresh.or(tier.covered()))
        .orElse(fresh);
  }

  private void step(VectorState now) {
    var waiting = now.waiting();
    var graph = now.graph().orElseGet(graphs::create);
    var batch = new Inserts(graph);
    long started = System.nanoTime();
    for (int ordinal = waiting.first(); ordinal >= 0; ordinal = waiting.next(ordinal + 1)) {
      if (signals.isClosed()
          || graph.isFull()
          || batch.size() == STEP_INSERTS
          || elapsed(started)) {
        break;
      }
      batch.insert(ordinal);
    }
    publish(batch, state.updateAndGet(s -> s.inserted(graph, batch.done(), batch.refused())));
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
    var graph = graphs.create();
    var batch = new Inserts(graph);
    for (int ordinal = before.unsealed().first();
        ordinal >= 0;
        ordinal = state.get().unsealed().next(ordinal + 1)) {
      if (signals.isClosed()) {
        return;
      }
      if (graph.isFull()) {
        break;
      }
      batch.insert(ordinal);
    }
    publish(batch, state.updateAndGet(s -> s.swapped(graph, batch.done(), batch.refused())));
    log.debug(
        "Rebuilt the live graph: {} nodes, {} ms",
        graph.nodes(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
  }

  /** What was reclaimed or sealed while it was inserted may have been put on the heap after. */
  private void publish(Inserts batch, VectorState after) {
    var gone = batch.done().andNot(after.unsealed());
    if (!gone.isEmpty()) {
      column.remove(gone);
    }
    signals.announce();
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
        float[] vector = column.vector(ordinal);
        MappedReads.settle();
        column.put(ordinal, graph.add(ordinal, vector));
        done.add(ordinal);
      } catch (RuntimeException | InternalError e) {
        if (refused.isEmpty() && state.get().members().contains(ordinal)) {
          log.warn(
              "Ordinal {} and perhaps others stay out of the graph and are scanned", ordinal, e);
        }
        refused.add(ordinal);
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
