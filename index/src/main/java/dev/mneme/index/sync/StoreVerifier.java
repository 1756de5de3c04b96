package dev.mneme.index.sync;

import dev.mneme.core.log.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.model.Embedding;
import dev.mneme.core.model.MnemeException;
import dev.mneme.index.api.OrdinalBitmap;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Checks a store against itself: every checksum of the log, then that each live memory can be read
 * and that id map and views hold exactly the live ones, beside dead ones that a reader may still
 * look at. Runs while nothing writes; changes nothing. O(log).
 */
final class StoreVerifier {
  private static final int SHOWN = 100;

  private final MemoryLog log;
  private final Catalog catalog;
  private final Views views;
  private final OrdinalBitmap live;
  private final RoaringBitmap waiting;
  private final List<String> problems = new ArrayList<>();
  private final RoaringBitmap withText = new RoaringBitmap();
  private final RoaringBitmap withVector = new RoaringBitmap();

  /**
   * @param waiting dead ordinals that a reader may still look at
   */
  StoreVerifier(
      MemoryLog log, Catalog catalog, Views views, OrdinalBitmap live, RoaringBitmap waiting) {
    this.log = log;
    this.catalog = catalog;
    this.views = views;
    this.live = live;
    this.waiting = waiting;
  }

  StoreReport run() {
    var check = log.verify((_, _) -> {});
    problems.addAll(check.problems());
    live.forEach(this::checkMemory);
    if (catalog.ids.size() != live.cardinality()) {
      problems.add(
          "the id map holds "
              + catalog.ids.size()
              + " ids, "
              + live.cardinality()
              + " memories are live");
    }
    checkView("attributes", views.attributes().ordinals(), live.toRoaring());
    checkView("time", views.time().ordinals(), live.toRoaring());
    checkView("text", views.text().ordinals(), withText);
    checkView("vector", views.vector().ordinals(), withVector);
    // The other two give space back when they merge.
    checkNoDead("attributes", views.attributes().ordinals());
    checkNoDead("time", views.time().ordinals());
    int more = problems.size() - SHOWN;
    var shown = new ArrayList<>(problems.subList(0, Math.min(SHOWN, problems.size())));
    if (more > 0) {
      shown.add("and " + more + " more problems");
    }
    return new StoreReport(check.records(), live.cardinality(), shown);
  }

  private void checkMemory(int ordinal) {
    LogRecord.Put put;
    try {
      put = log.read(catalog.positions.get(ordinal));
    } catch (MnemeException e) {
      problems.add("ordinal " + ordinal + ": " + e.getMessage());
      return;
    }
    if (put.ordinal() != ordinal) {
      problems.add("ordinal " + ordinal + " leads to the record of ordinal " + put.ordinal());
    }
    int mapped = catalog.ids.get(put.namespace(), put.id());
    if (mapped != ordinal) {
      problems.add(
          "id '"
              + put.id()
              + "' in '"
              + put.namespace()
              + "' has ordinal "
              + mapped
              + ", not "
              + ordinal);
    }
    if (!put.memory().text().isBlank()) {
      withText.add(ordinal);
    }
    if (put.memory().embedding().filter(vector -> !vector.isZero()).isPresent()) {
      withVector.add(ordinal);
    }
    put.memory()
        .embedding()
        .map(Embedding::dimension)
        .ifPresent(dimension -> checkVector(ordinal, dimension));
  }

  private void checkVector(int ordinal, int dimension) {
    long bytes =
        log.vector(catalog.positions.get(ordinal)).map(segment -> segment.byteSize()).orElse(0L);
    if (bytes != (long) dimension * Float.BYTES) {
      problems.add(
          "the vector of ordinal "
              + ordinal
              + " has "
              + bytes
              + " bytes, not "
              + dimension
              + " floats");
    }
  }

  private void checkNoDead(String name, OrdinalBitmap held) {
    var dead = RoaringBitmap.andNot(held.toRoaring(), live.toRoaring());
    dead.andNot(waiting);
    if (!dead.isEmpty()) {
      problems.add(
          "view "
              + name
              + " still holds "
              + dead.getCardinality()
              + " dead memories, the first is ordinal "
              + dead.first());
    }
  }

  private void checkView(String name, OrdinalBitmap held, RoaringBitmap expected) {
    var present = held.toRoaring();
    var missing = RoaringBitmap.andNot(expected, present);
    if (!missing.isEmpty()) {
      problems.add(
          "view "
              + name
              + " lacks "
              + missing.getCardinality()
              + " memories, the first is ordinal "
              + missing.first());
    }
    var strange = RoaringBitmap.andNot(RoaringBitmap.and(present, live.toRoaring()), expected);
    if (!strange.isEmpty()) {
      problems.add(
          "view "
              + name
              + " holds "
              + strange.getCardinality()
              + " memories that it should not, the first is ordinal "
              + strange.first());
    }
  }
}
