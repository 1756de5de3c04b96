package dev.mneme.index.vector.maintain;

import dev.mneme.core.storage.MappedReads;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.build.SegmentStore;
import dev.mneme.index.vector.score.VectorColumn;
import dev.mneme.index.vector.search.SealedSegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a segment of given members and puts it in the place of where they were, while searches go
 * on with the old state. Until the new one is durable and in place nothing is given up, so that it
 * may be cancelled or fail at any moment. Thread-safe; two may run at once.
 */
final class Sealer {
  private static final Logger log = LoggerFactory.getLogger(Sealer.class);

  enum Outcome {
    SEALED,
    CANCELLED,
    FAILED
  }

  /** A failed build. */
  record Failure(long number, RuntimeException cause) {}

  private final Supplier<SegmentStore> store;
  private final SegmentFiles files;
  private final VectorColumn column;
  private final AtomicReference<VectorState> state;
  private final LostPages lostPages;
  private final AtomicReference<Optional<Failure>> lastFailure =
      new AtomicReference<>(Optional.empty());

  /** Held by whoever seals what is not sealed yet; merges of segments need it not. */
  private final ReentrantLock turn = new ReentrantLock();

  Sealer(VectorMaintenance.Parts parts, LostPages lostPages) {
    this.store = parts.store();
    this.files = parts.files();
    this.column = parts.column();
    this.state = parts.state();
    this.lostPages = lostPages;
  }

  /** Of the files, for messages. */
  Path directory() {
    return files.directory();
  }

  ReentrantLock turn() {
    return turn;
  }

  /** The last build that failed, if one ever has. */
  Optional<Failure> lastFailure() {
    return lastFailure.get();
  }

  /**
   * Seals members, wherever they are. Those whose vector cannot be read are scanned from then on.
   * The largest segment of which all members are among them is taken over instead of being built
   * anew, if it has no dead ones.
   *
   * @param settled see {@link SegmentStore.Plan}
   * @param threads to build with, at least 1
   */
  Outcome seal(
      OrdinalBitmap asked, BooleanSupplier settled, int threads, BooleanSupplier cancelled) {
    try {
      try {
        return build(plan(asked, settled, threads), asked, cancelled);
      } catch (StorageException e) {
        return failed(asked, e);
      } catch (RuntimeException e) {
        if (cancelled.getAsBoolean()) {
          return Outcome.CANCELLED;
        }
        var readable = readable(asked.and(state.get().members()), cancelled);
        if (cancelled.getAsBoolean()) {
          return Outcome.CANCELLED;
        }
        if (readable.cardinality() == asked.cardinality()) {
          return failed(asked, e);
        }
        log.warn("Some vectors cannot be sealed and are scanned, if they are live", e);
        return build(plan(readable, settled, threads), asked, cancelled);
      }
    } catch (RuntimeException e) {
      return failed(asked, e);
    }
  }

  private SegmentStore.Plan plan(OrdinalBitmap members, BooleanSupplier settled, int threads) {
    var base =
        state.get().segments().stream() // largest first
            .filter(tier -> tier.dead() == 0 && tier.covered().andNot(members).isEmpty())
            .map(SealedTier::segment)
            .findFirst();
    return new SegmentStore.Plan(members, base, settled, threads);
  }

  private Outcome failed(OrdinalBitmap asked, RuntimeException e) {
    log.warn("A segment of {} vectors could not be built", asked.cardinality(), e);
    lastFailure.updateAndGet(
        last -> Optional.of(new Failure(last.map(Failure::number).orElse(0L) + 1, e)));
    return Outcome.FAILED;
  }

  private Outcome build(SegmentStore.Plan plan, OrdinalBitmap asked, BooleanSupplier cancelled) {
    var members = plan.members();
    if (members.isEmpty()) {
      state.updateAndGet(now -> now.refused(asked));
      return Outcome.SEALED;
    }
    long started = System.nanoTime();
    var file = files.next();
    Optional<SealedSegment> built = Optional.empty();
    try {
      built = build(plan, file, cancelled);
    } finally {
      if (built.isEmpty()) {
        files.discard(file);
      }
    }
    if (built.isEmpty()) {
      return Outcome.CANCELLED;
    }
    var segment = built.get();
    state.updateAndGet(now -> now.sealed(segment, asked));
    column.remove(segment.ordinals());
    files.built(segment);
    files.refresh(state.get());
    log.debug(
        "Sealed {} vectors into {}, {} bytes, {} ms",
        members.cardinality(),
        file,
        segment.diskBytes(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    return Outcome.SEALED;
  }

  /** A base that is damaged is dropped; a vector that cannot be read is found by the caller. */
  private Optional<SealedSegment> build(
      SegmentStore.Plan plan, Path file, BooleanSupplier cancelled) {
    try {
      try {
        return store.get().build(plan, file, cancelled, _ -> {});
      } finally {
        MappedReads.settle();
      }
    } catch (InternalError lost) {
      lostPages.dropDamaged(
          state.get().segments().stream()
              .filter(tier -> plan.base().filter(base -> base == tier.segment()).isPresent())
              .toList());
      throw new IllegalStateException("a mapped file could not be read", lost);
    }
  }

  private OrdinalBitmap readable(OrdinalBitmap members, BooleanSupplier cancelled) {
    var readable = new IntArrayList(members.cardinality());
    members.forEach(
        ordinal -> {
          if (cancelled.getAsBoolean()) {
            return;
          }
          try {
            column.check(ordinal);
            readable.add(ordinal);
          } catch (RuntimeException | InternalError e) {
            log.debug("The vector of ordinal {} cannot be read", ordinal, e);
          }
        });
    return OrdinalBitmap.of(readable.toArray());
  }
}
