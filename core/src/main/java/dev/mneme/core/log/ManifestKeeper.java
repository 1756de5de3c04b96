package dev.mneme.core.log;

import dev.mneme.core.log.format.LogDigest;
import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps the {@link Manifest} of an open log up to date. Used under the log's write lock. */
final class ManifestKeeper {
  private final Storage storage;
  private final Path directory;
  private final UUID id;
  private Optional<Manifest> written;
  private int pending = Manifest.NONE;

  /**
   * @param found what the directory has
   */
  ManifestKeeper(Storage storage, Path directory, UUID id, Optional<Manifest> found) {
    this.storage = storage;
    this.directory = directory;
    this.id = id;
    this.written = found;
  }

  UUID id() {
    return id;
  }

  /** A compaction is going to write the segment of this number, or none any more. */
  void pending(int number) {
    pending = number;
  }

  /**
   * Says that these are the segments, and what of them is durable. Writes nothing where that stands
   * there already.
   *
   * @param ended the segments that get no more records, durable
   * @param open the one in use, as far as it is durable
   */
  void write(List<LogSegment> ended, Optional<Manifest.Entry> open, int nextNumber)
      throws IOException {
    var entries = new ArrayList<Manifest.Entry>(ended.size() + 1);
    ended.forEach(segment -> entries.add(Manifest.Entry.of(segment, segment.content(), true)));
    open.ifPresent(entries::add);
    var manifest = manifest(entries, nextNumber, pending);
    if (!written.equals(Optional.of(manifest))) {
      written = Optional.empty(); // what stands there is unknown until the write has succeeded
      manifest.write(storage, directory);
      written = Optional.of(manifest);
    }
  }

  private Manifest manifest(List<Manifest.Entry> entries, int nextNumber, int compacting) {
    long sequence = entries.isEmpty() ? -1 : entries.getLast().lastSequence();
    long digest = entries.isEmpty() ? LogDigest.start(id) : entries.getLast().digest();
    return new Manifest(id, sequence, digest, nextNumber, compacting, entries);
  }

  /** Gives a copy of the log its manifest. */
  void writeCopy(List<Manifest.Entry> entries, int nextNumber, Path target) throws IOException {
    manifest(entries, nextNumber, Manifest.NONE).write(storage, target);
  }
}
