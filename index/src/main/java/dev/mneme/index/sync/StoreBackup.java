package dev.mneme.index.sync;

import dev.mneme.core.log.Storage;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.StorageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Copies a store while nothing writes to it: the log, then the properties, which make the copy a store. The views are left
 * out, since opening the copy rebuilds them.
 */
final class StoreBackup {
  private static final int CHUNK = 1 << 20;

  private final Storage storage;
  private final Path source;
  private final Path target;

  StoreBackup(Storage storage, Path source, Path target) {
    this.storage = storage;
    this.source = source;
    this.target = target;
  }

  void run(StoreInfo info) {
    try {
      InvalidRequest.require(
          storage.list(target).isEmpty(), "a backup needs an empty or missing directory, %s holds files", target);
      var log = target.resolve("log");
      storage.createDirectories(log);
      for (var name : storage.list(source.resolve("log"))) {
        copy(source.resolve("log").resolve(name), log.resolve(name));
      }
      storage.syncDirectory(log);
      info.write(storage, target);
    } catch (IOException e) {
      throw new StorageFailure(target, "the backup failed: " + e.getMessage(), e);
    }
  }

  private void copy(Path from, Path to) throws IOException {
    var buffer = ByteBuffer.allocate(CHUNK);
    try (var in = storage.open(from, Storage.Mode.READ);
        var out = storage.open(to, Storage.Mode.CREATE)) {
      long position = 0;
      while (in.read(buffer.clear(), position) > 0) {
        int read = buffer.flip().remaining();
        out.write(buffer, position);
        position += read;
      }
      out.sync();
    }
  }
}
