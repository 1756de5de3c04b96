package dev.mneme.index.store.repair;

import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.error.MnemeException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.store.state.Catalog;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.index.store.state.Views;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.memory.Embedding;
import dev.mneme.report.Progress;
import dev.mneme.report.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Checks a store against itself: every checksum of the log, then that each live memory can be read
 * and that id map and views hold exactly the live ones, beside dead ones that a reader may still
 * look at. Runs while nothing writes; changes nothing. O(log).
 */
public final class StoreVerifier {
  private static final int SHOWN = 100;
  private static final int SAMPLE = 500;
  private static final int NEIGHBOURS = 10;
  private static final int EF = 100;
  private static final double MAX_HIDDEN = 0.1;

  private final MemoryLog log;
  private final Catalog catalog;
  private final Views views;
  private final OrdinalBitmap live;

  /** Dead ordinals that a reader may still look at. */
  private final OrdinalBitmap waiting;

  private final List<String> problems = new ArrayList<>();
  private final RoaringBitmap withText = new RoaringBitmap();
  private final RoaringBitmap withVector = new RoaringBitmap();

  public StoreVerifier(OpenStore store) {
    this.log = store.log();
    this.catalog = store.catalog();
    this.views = store.views();
    this.live = store.publication().live();
    this.waiting = OrdinalBitmap.of(store.publication().reclaimQueue().all());
  }

  /** Checks everything. */
  public VerifyReport run(Progress progress) {
    var check = LogCheck.of(log, progress);
    problems.addAll(check.problems());
    live.forEach(this::checkMemory);
    if (catalog.ids().size() != live.cardinality()) {
      problems.add(
          "the id map holds "
              + catalog.ids().size()
              + " ids, "
              + live.cardinality()
              + " memories are live");
    }
    checkView("attributes", views.attributes().ordinals(), live);
    checkView("time", views.time().ordinals(), live);
    checkView("text", views.text().ordinals(), OrdinalBitmap.of(withText));
    checkView("vector", views.vector().ordinals(), OrdinalBitmap.of(withVector));
    // The other two give space back when they merge.
    checkNoDead("attributes", views.attributes().ordinals());
    checkNoDead("time", views.time().ordinals());
    checkReachability();
    int more = problems.size() - SHOWN;
    var shown = new ArrayList<>(problems.subList(0, Math.min(SHOWN, problems.size())));
    if (more > 0) {
      shown.add("and " + more + " more problems");
    }
    return new VerifyReport(check.records(), live.cardinality(), shown);
  }

  private void checkMemory(int ordinal) {
    LogRecord.Put put;
    try {
      put = log.read(catalog.positions().get(ordinal));
    } catch (MnemeException e) {
      problems.add("ordinal " + ordinal + ": " + e.getMessage());
      return;
    }
    if (put.ordinal() != ordinal) {
      problems.add("ordinal " + ordinal + " leads to the record of ordinal " + put.ordinal());
    }
    int mapped = catalog.ids().get(put.namespace(), put.id());
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
    if (put.memory().embedding().isPresent()) {
      withVector.add(ordinal);
    }
    put.memory()
        .embedding()
        .map(Embedding::dimension)
        .ifPresent(dimension -> checkVector(ordinal, dimension));
  }

  private void checkVector(int ordinal, int dimension) {
    long bytes =
        log.vector(catalog.positions().get(ordinal)).map(segment -> segment.byteSize()).orElse(0L);
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
    var dead = held.andNot(live).andNot(waiting);
    if (!dead.isEmpty()) {
      problems.add(
          "view "
              + name
              + " still holds "
              + dead.cardinality()
              + " dead memories, the first is ordinal "
              + dead.first());
    }
  }

  /**
   * Asks the graph for some memories by their own vectors. It is approximate, so that a few may
   * stay hidden; where many do, it has come apart.
   */
  private void checkReachability() {
    int[] members = withVector.toArray();
    int step = Math.max(1, members.length / SAMPLE);
    int asked = 0;
    int hidden = 0;
    for (int i = 0; i < members.length; i += step) {
      int ordinal = members[i];
      var vector = log.read(catalog.positions().get(ordinal)).memory().embedding().orElseThrow();
      var scope = new VectorScope(live, Long.MAX_VALUE);
      var found = views.vector().searchGraph(vector.array(), scope, NEIGHBOURS, EF);
      float own = views.vector().scores(vector.array(), new int[] {ordinal})[0];
      asked++;
      if (found.size() == 0
          || (found.scores()[found.size() - 1] < own && !contains(found.ordinals(), ordinal))) {
        hidden++;
      }
    }
    if (hidden > asked * MAX_HIDDEN) {
      problems.add(
          "the graph does not lead to "
              + hidden
              + " of "
              + asked
              + " memories that were asked for");
    }
  }

  private static boolean contains(int[] ordinals, int ordinal) {
    return java.util.Arrays.stream(ordinals).anyMatch(found -> found == ordinal);
  }

  private void checkView(String name, OrdinalBitmap held, OrdinalBitmap expected) {
    var missing = expected.andNot(held);
    if (!missing.isEmpty()) {
      problems.add(
          "view "
              + name
              + " lacks "
              + missing.cardinality()
              + " memories, the first is ordinal "
              + missing.first());
    }
    var strange = held.and(live).andNot(expected);
    if (!strange.isEmpty()) {
      problems.add(
          "view "
              + name
              + " holds "
              + strange.cardinality()
              + " memories that it should not, the first is ordinal "
              + strange.first());
    }
  }
}
