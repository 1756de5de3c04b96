package dev.mneme.core.ids;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of an off-heap map: {@code ids-N.map}, where N grows by one with every doubling and
 * every fresh start, and the marker {@code ids.clean}, which is there only while the map is cleanly
 * closed.
 */
final class IdFiles {

  private static final Logger LOG = LoggerFactory.getLogger(IdFiles.class);
  private static final String MARKER = "ids.clean";
  private static final int CHUNK = 1 << 20;

  private final Storage storage;
  private final Path directory;

  IdFiles(Storage storage, Path directory) {
    this.storage = storage;
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  Path map(int generation) {
    return directory.resolve("ids-" + generation + ".map");
  }

  void create() throws IOException {
    storage.createDirectories(directory);
  }

  /**
   * The marker of a clean close whose map file is what it was then, byte by byte: the library has
   * no checksums, and a damaged file would hide ids, or end in a wait for one of the locks that it
   * holds. Afterwards there is no marker, durably. Reads the whole file.
   */
  Optional<CleanClose> takeMarker() throws IOException {
    Path marker = directory.resolve(MARKER);
    if (!storage.exists(marker)) {
      return Optional.empty();
    }
    var close = CleanClose.decode(storage.readFully(marker));
    storage.delete(marker);
    storage.syncDirectory(directory);
    if (close.isEmpty()) {
      return close;
    }
    Path map = map(close.get().generation());
    boolean whole =
        storage.exists(map)
            && storage.size(map) == close.get().fileBytes()
            && crc(map) == close.get().fileCrc();
    if (!whole) {
      LOG.warn("{} is missing or damaged; it is built anew", map);
    }
    return whole ? close : Optional.empty();
  }

  /**
   * Makes the closed map's file durable, then says so: in this order a marker never outlives the
   * pages it vouches for.
   */
  void writeMarker(long sequence, long entries, long capacity, int generation) throws IOException {
    Path map = map(generation);
    try (var file = storage.open(map, Storage.Mode.WRITE)) {
      file.sync();
    }
    var close =
        new CleanClose(sequence, entries, capacity, storage.size(map), generation, crc(map));
    storage.writeAtomically(directory.resolve(MARKER), close.encode());
  }

  private int crc(Path map) throws IOException {
    var crc = new CRC32C();
    var bytes = ByteBuffer.allocate(CHUNK);
    try (var file = storage.open(map, Storage.Mode.READ)) {
      for (long at = 0; file.read(bytes.clear(), at) > 0; at += CHUNK) {
        crc.update(bytes.flip());
      }
    }
    return (int) crc.getValue();
  }

  void discard(int generation) {
    discard(map(generation));
  }

  /**
   * Deletes every file, as far as that is possible: what stays is not trusted anyway, for the
   * marker goes first.
   */
  void discardAll() {
    try {
      discard(directory.resolve(MARKER));
      for (String name : storage.list(directory)) {
        if (name.startsWith("ids")) {
          discard(directory.resolve(name));
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: cannot list what an earlier id map left", directory, e);
    }
  }

  private void discard(Path file) {
    try {
      storage.deleteTree(file);
    } catch (IOException e) {
      LOG.warn("{}: cannot delete a file that is no longer used: {}", file, e.toString());
    }
  }
}
