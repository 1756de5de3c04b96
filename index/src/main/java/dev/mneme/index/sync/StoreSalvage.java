package dev.mneme.index.sync;

import dev.mneme.core.log.LogCheck;
import dev.mneme.core.log.LogSalvage;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.log.SalvageReport;
import dev.mneme.core.log.SalvageReport.Loss;
import dev.mneme.core.model.Corruption;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.StorageFailure;
import dev.mneme.core.storage.Storage;
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
   * @throws InvalidRequest if the source has no log, or the target is no place for a store
   * @throws dev.mneme.core.model.Incompatible if a newer version wrote the source
   */
  public static SalvageReport salvage(
      Storage storage, Path source, Path target, StoreInfo fallback, LogCheck.Progress progress) {
    var log = source.resolve("log");
    try {
      InvalidRequest.require(
          !storage.list(log).isEmpty(), "%s holds no log to salvage", source.toAbsolutePath());
      InvalidRequest.require(
          storage.list(target).isEmpty(),
          "a salvage needs an empty or missing directory, %s holds files",
          target);
      InvalidRequest.require(
          !real(target).startsWith(real(source)),
          "%s lies within the store that is to be salvaged",
          target);
    } catch (IOException e) {
      throw new StorageFailure(source, "cannot be salvaged: " + e.getMessage(), e);
    }
    var properties = properties(storage, source);
    var id = properties.info().flatMap(StoreInfo::id);
    var expectation = StoreRecovery.expectation(storage, source, id);
    var copy = target.resolve("log");
    var report = LogSalvage.salvage(storage, log, expectation, copy, progress);
    var info = properties.info().orElse(fallback);
    MemoryLog.identity(storage, copy).map(info::withId).orElse(info).write(storage, target);
    var losses = new ArrayList<>(report.losses());
    properties.loss().ifPresent(losses::addFirst);
    return new SalvageReport(report.puts(), report.deletes(), report.memories(), losses);
  }

  private record Properties(Optional<StoreInfo> info, Optional<Loss> loss) {}

  private static Properties properties(Storage storage, Path source) {
    var file = source.resolve(StoreInfo.FILE);
    try {
      var info = StoreInfo.read(storage, source);
      var missing = new Loss(file, 0, 0, Optional.empty(), "it is missing; defaults are used");
      return new Properties(info, info.isPresent() ? Optional.empty() : Optional.of(missing));
    } catch (Corruption | StorageFailure e) {
      var reason = "defaults are used: " + e.getMessage();
      return new Properties(
          Optional.empty(), Optional.of(new Loss(file, 0, 0, Optional.empty(), reason)));
    }
  }

  /** The path without links, as far as it exists. */
  private static Path real(Path path) throws IOException {
    var absolute = path.toAbsolutePath().normalize();
    for (var known = absolute; known != null; known = known.getParent()) {
      if (java.nio.file.Files.exists(known)) {
        return known.toRealPath().resolve(known.relativize(absolute));
      }
    }
    return absolute;
  }
}
