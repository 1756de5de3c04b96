package dev.mneme.index.store.repair;

import dev.mneme.core.ids.IdMap;
import dev.mneme.core.ids.IdMapOptions;
import dev.mneme.core.ids.IdMaps;
import dev.mneme.core.log.LogExpectation;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.CommitBatch.Added;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.index.api.ViewPaths;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.store.state.Catalog;
import dev.mneme.index.store.state.CatalogFile;
import dev.mneme.index.store.state.LogVectors;
import dev.mneme.index.store.state.NamespaceTable;
import dev.mneme.index.store.state.PositionTable;
import dev.mneme.index.store.state.RecoveredStore;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.index.store.state.Tombstones;
import dev.mneme.index.store.state.Views;
import dev.mneme.index.text.TextView;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorOptions;
import dev.mneme.index.vector.VectorView;
import dev.mneme.index.vector.score.VectorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings catalog and views up to the log at open. Two passes over what they have not seen: the
 * first, over the catalog, finds out which versions are live; the second gives the views that lag
 * the live ones only. What is missing or damaged lags by the whole log.
 */
public final class StoreRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRecovery.class);
  private static final int BATCH = 1_024;

  private final Path directory;
  private final StoreOptions options;
  private final MemoryLog log;
  private final RoaringBitmap live = new RoaringBitmap();
  private final RoaringBitmap dead = new RoaringBitmap();
  private final Instant now;
  private OptionalInt dimension = OptionalInt.empty();

  /** What was live as of this sequence, where a checkpoint says so. */
  private long knownSequence = LogRecord.NONE;

  private RoaringBitmap knownLive = new RoaringBitmap();
  private long replayed;
  private final ExpiryReplay expiries = new ExpiryReplay();

  public StoreRecovery(Path directory, StoreOptions options, MemoryLog log) {
    this.directory = directory;
    this.options = options;
    this.log = log;
    this.now = options.clock().instant();
  }

  /** Recovers, and gives what is to be closed with the store. */
  public RecoveredStore run(StoreProperties info) {
    for (var place : List.of("", "ids", "attributes", "time", "text", "vector")) {
      ViewPaths.clearForDirectory(options.storage(), directory.resolve("views").resolve(place));
    }
    var checkpoint = CatalogFile.read(options.storage(), directory).filter(this::belongs);
    if (checkpoint.isEmpty()) {
      // Without the namespace numbers, or of another log, nothing that the views say can be
      // trusted.
      deleteTree(directory.resolve("views"));
    }
    checkpoint.ifPresent(
        content -> {
          knownSequence = content.sequence();
          knownLive = content.header().live();
        });
    createDirectory(directory.resolve("views"));
    var catalog = recoverCatalog(checkpoint);
    var complete = complete(info, catalog);
    var views = openViews(complete, catalog);
    try {
      views.all().forEach(this::reclaimUnseen);
      replayViews(views, catalog);
      checkpoint.ifPresent(content -> dead.or(content.header().dead()));
      checkpoint.ifPresent(content -> dead.or(content.header().live()));
      dead.andNot(live);
      if (!dead.isEmpty()) {
        views.reclaim(OrdinalBitmap.of(dead));
      }
    } catch (RuntimeException | Error e) {
      try (var _ = catalog.ids()) {
        views.close();
      }
      throw e;
    }
    return new RecoveredStore(
        complete,
        catalog,
        views,
        OrdinalBitmap.of(live),
        new RecoveredStore.Replay(
            replayed, expiries.isSaid() ? Optional.empty() : Optional.of(now)));
  }

  /** What the store knows of its log. */
  public static LogExpectation expectation(Storage storage, Path directory, Optional<UUID> id) {
    return new LogExpectation(id, CatalogFile.witness(storage, directory));
  }

  /** Whether what was made of a log up to a place was made of this one. */
  private boolean belongs(CatalogFile.Content content) {
    boolean belongs = content.header().log().equals(log.id()) && belongs(content.header().point());
    if (!belongs) {
      LOG.warn("{} does not belong to the log; all views are rebuilt", CatalogFile.path(directory));
    }
    return belongs;
  }

  private boolean belongs(LogPoint point) {
    return log.digest(point.sequence()).equals(OptionalLong.of(point.digest()));
  }

  /** A crash may have come between the first vector and the note of its dimension. */
  private StoreProperties complete(StoreProperties info, Catalog catalog) {
    if (dimension.isEmpty() || dimension.equals(info.dimension())) {
      return info;
    }
    if (info.dimension().isPresent()) {
      catalog.ids().close();
      throw new IncompatibleException(
          directory,
          "its vectors have "
              + dimension.getAsInt()
              + " dimensions, not "
              + info.dimension().getAsInt());
    }
    return info.withDimension(dimension.getAsInt());
  }

  private Catalog recoverCatalog(Optional<CatalogFile.Content> checkpoint) {
    var idsDirectory = directory.resolve("views").resolve("ids");
    var ids = openIds(idsDirectory);
    var trusted =
        checkpoint.filter(
            content ->
                content.sequence() == log.lastSequence()
                    && CatalogFile.cleanClose(content.header().point()) == ids.checkpoint()
                    && content.header().layout() == log.layout(content.sequence()));
    Catalog catalog;
    long after;
    if (trusted.isPresent()) {
      var content = trusted.get();
      catalog =
          new Catalog(
              ids,
              new NamespaceTable(content.namespaces()),
              content.positions(),
              content.tombstones());
      live.or(content.header().live());
      after = content.sequence();
    } else {
      // The numbers of the namespaces are kept even so: the views know them.
      var names = checkpoint.map(CatalogFile.Content::namespaces).orElse(List.of());
      catalog =
          new Catalog(
              emptied(ids, idsDirectory),
              new NamespaceTable(names),
              new PositionTable(),
              new Tombstones());
      after = LogRecord.NONE;
    }
    try {
      log.replay(after, new CatalogReplay(catalog));
    } catch (RuntimeException | Error e) {
      catalog.ids().close();
      throw e;
    }
    catalog.nextOrdinal(log.lastOrdinal() + 1);
    return catalog;
  }

  private IdMap openIds(Path idsDirectory) {
    long records = log.stats().records();
    boolean offHeap = records >= options.offHeapIdsFrom();
    var defaults = IdMapOptions.expecting(Math.max(1, records));
    return IdMaps.open(
        options.storage(),
        idsDirectory,
        new IdMapOptions(defaults.expectedEntries(), defaults.averageKeyBytes(), offHeap));
  }

  private IdMap emptied(IdMap ids, Path idsDirectory) {
    if (ids.size() == 0) {
      return ids;
    }
    ids.close();
    return openIds(idsDirectory);
  }

  private void apply(Catalog catalog, long position, LogRecord record) {
    replayed++;
    int before;
    switch (record) {
      case LogRecord.Put put -> {
        catalog.namespaces().intern(put.namespace());
        catalog.positions().set(put.ordinal(), position);
        catalog.tombstones().remove(put.namespace(), put.id());
        if (isGone(put)) {
          before = catalog.ids().remove(put.namespace(), put.id());
          dead.add(put.ordinal());
        } else {
          before = catalog.ids().put(put.namespace(), put.id(), put.ordinal());
          live.add(put.ordinal());
          expiries.add(put);
        }
        put.memory()
            .embedding()
            .ifPresent(embedding -> dimension = OptionalInt.of(embedding.dimension()));
      }
      case LogRecord.Delete delete -> {
        before = catalog.ids().remove(delete.namespace(), delete.id());
        catalog.tombstones().put(delete.namespace(), delete.id(), delete.sequence());
      }
    }
    if (before != IdMap.ABSENT) {
      live.remove(before);
      dead.add(before);
    }
  }

  /**
   * What has expired by now is left out at once, though the record that says so may be still to
   * come, or to be written.
   */
  private boolean isGone(LogRecord.Put put) {
    boolean expired = put.memory().expires().filter(end -> !end.isAfter(now)).isPresent();
    if (expired) {
      expiries.leftOut(put);
    }
    return expired || (put.sequence() <= knownSequence && !knownLive.contains(put.ordinal()));
  }

  /** Brings the catalog up to the log. */
  private final class CatalogReplay implements MemoryLog.Visitor {
    private final Catalog catalog;

    private CatalogReplay(Catalog catalog) {
      this.catalog = catalog;
    }

    @Override
    public void visit(long position, LogRecord record) {
      apply(catalog, position, record);
    }

    @Override
    public void expired(long sequence, Instant upTo) {
      replayed++;
      expiries.expire(
          upTo,
          ordinal -> {
            if (live.contains(ordinal)) {
              remove(ordinal);
            }
          });
    }

    private void remove(int ordinal) {
      live.remove(ordinal);
      dead.add(ordinal);
      try {
        var put = log.read(catalog.positions().get(ordinal));
        if (catalog.ids().get(put.namespace(), put.id()) == ordinal) {
          catalog.ids().remove(put.namespace(), put.id());
        }
      } catch (CorruptionException e) {
        LOG.warn("an expired memory is dropped though its record is damaged", e);
      }
    }
  }

  private Views openViews(StoreProperties info, Catalog catalog) {
    var storage = options.storage();
    var opened = new ArrayList<View>();
    try {
      var attributes = open("attributes", path -> AttributeView.open(storage, path), opened);
      var time = open("time", path -> TimeView.open(storage, path), opened);
      var text =
          open(
              "text",
              path -> TextView.open(storage, path, info.language(), new LogTexts(log)),
              opened);
      VectorSource source = new LogVectors(log, catalog.positions());
      var defaults = VectorOptions.defaults();
      var vectorOptions =
          new VectorOptions(
              info.similarity(), defaults.m(), defaults.efConstruction(), options.graphCapacity());
      var vector =
          open("vector", path -> VectorView.open(storage, path, vectorOptions, source), opened);
      return new Views(attributes, time, text, vector);
    } catch (RuntimeException | Error e) {
      opened.forEach(View::close);
      catalog.ids().close();
      throw e;
    }
  }

  private <V extends View> V open(String name, Function<Path, V> opener, List<View> opened) {
    var path = directory.resolve("views").resolve(name);
    var view = opener.apply(path);
    if (view.recoveredSequence() >= 0 && !belongs(view.recovered())) {
      LOG.warn("{} does not belong to the log; it is rebuilt", path);
      view.close();
      deleteTree(path);
      view = opener.apply(path);
    }
    opened.add(view);
    return view;
  }

  /** A view that is older than the catalog has missed what was given back since. */
  private void reclaimUnseen(View view) {
    if (view.recoveredSequence() >= 0 && view.recoveredSequence() < knownSequence) {
      view.reclaim(view.ordinals().andNot(OrdinalBitmap.of(live)));
    }
  }

  private void replayViews(Views views, Catalog catalog) {
    var lagging =
        views.all().stream().filter(view -> view.recoveredSequence() < log.lastSequence()).toList();
    if (lagging.isEmpty()) {
      return;
    }
    long after = lagging.stream().mapToLong(View::recoveredSequence).min().orElseThrow();
    var added = new ArrayList<Added>();
    log.replay(
        after,
        (position, record) -> {
          replayed++;
          if (record instanceof LogRecord.Put put && live.contains(put.ordinal())) {
            int namespace = catalog.namespaces().intern(put.namespace());
            added.add(new Added(put.ordinal(), namespace, position, put.memory()));
          }
          if (added.size() >= BATCH) {
            apply(lagging, record.sequence(), added);
          }
        });
    apply(lagging, log.lastSequence(), added);
  }

  private static void apply(List<View> lagging, long sequence, List<Added> added) {
    var batch = new CommitBatch(sequence, List.copyOf(added), new int[0]);
    lagging.forEach(view -> view.apply(batch));
    added.clear();
  }

  private void createDirectory(Path path) {
    try {
      options.storage().createDirectories(path);
    } catch (IOException e) {
      throw new StorageException(path, "cannot be created: " + e.getMessage(), e);
    }
  }

  private void deleteTree(Path path) {
    Storage storage = options.storage();
    try {
      storage.deleteTree(path);
    } catch (IOException e) {
      throw new StorageException(path, "cannot be deleted: " + e.getMessage(), e);
    }
  }
}
