package dev.mneme.index.store.repair;

import dev.mneme.core.check.Require;
import dev.mneme.core.log.repair.LogSalvage;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.StorageException;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.report.Progress;
import dev.mneme.report.SalvageReport;
import dev.mneme.report.SalvageReport.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** Makes a new store of what can still be read of a damaged one. */
public final class StoreSalvage {
  private StoreSalvage() {}

  /**
   * Copies what {@link LogSalvage} finds in {@code source}, which is only read, and then what the
   * store was made with, which makes the copy a store.
   *
   * @param target empty or missing, outside the source
   * @param fallback what the store is said to be made with where its own properties are damaged
   * @throws InvalidRequestException if the source has no log, or the target is no place for a store
   * @throws dev.mneme.error.IncompatibleException if a newer version wrote the source
   */
  public static SalvageReport salvage(
      Storage storage, Path source, Path target, StoreProperties fallback, Progress progress) {
    var log = source.resolve("log");
    try {
      Require.that(
          !storage.list(log).isEmpty(), "%s holds no log to salvage", source.toAbsolutePath());
      Require.that(
          storage.list(target).isEmpty(),
          "a salvage needs an empty or missing directory, %s holds files",
          target);
      Require.that(
          !real(storage, target).startsWith(real(storage, source)),
          "%s lies within the store that is to be salvaged",
          target);
    } catch (IOException e) {
      throw new StorageException(source, "cannot be salvaged: " + e.getMessage(), e);
    }
    var properties = properties(storage, source);
    var id = properties.info().flatMap(StoreProperties::id);
    var expectation = StoreRecovery.expectation(storage, source, id);
    var copy = target.resolve("log");
    var report = LogSalvage.salvage(storage, log, expectation, copy, progress);
    var info = properties.info().orElse(fallback);
    MemoryLog.identity(storage, copy).map(info::withId).orElse(info).write(storage, target);
    var losses = new ArrayList<>(report.losses());
    properties.loss().ifPresent(losses::addFirst);
    return new SalvageReport(report.puts(), report.deletes(), report.memories(), losses);
  }

  private record Properties(Optional<StoreProperties> info, Optional<Loss> loss) {}

  private static Properties properties(Storage storage, Path source) {
    var file = source.resolve(StoreProperties.FILE);
    try {
      var info = StoreProperties.read(storage, source);
      var missing = new Loss(file, 0, 0, Optional.empty(), "it is missing; defaults are used");
      return new Properties(info, info.isPresent() ? Optional.empty() : Optional.of(missing));
    } catch (CorruptionException | StorageException e) {
      var reason = "defaults are used: " + e.getMessage();
      return new Properties(
          Optional.empty(), Optional.of(new Loss(file, 0, 0, Optional.empty(), reason)));
    }
  }

  /** The path without links, as far as it exists. */
  private static Path real(Storage storage, Path path) throws IOException {
    var absolute = path.toAbsolutePath().normalize();
    for (var known = absolute; known != null; known = known.getParent()) {
      if (storage.exists(known)) {
        return known.toRealPath().resolve(known.relativize(absolute));
      }
    }
    return absolute;
  }
}
