package dev.mneme.core.log.repair;

import dev.mneme.core.log.LogExpectation;
import dev.mneme.core.log.LogOptions;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.log.format.FileWindow;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.report.Progress;

import dev.mneme.core.check.Require;

import dev.mneme.report.SalvageReport;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Copies out of a damaged log what can still be read, where {@link MemoryLog#open} refuses. The
 * source is only read, never changed, and shall not be in use; reading goes through files and not
 * through mappings, so that no damage ends the JVM.
 *
 * <p>The order of the changes is kept, so that the last readable version of a memory wins and
 * deletions are respected. Where a change is lost, what it had replaced or deleted is there again;
 * the report names the lost ones. Of a batch that was damaged the rest is kept; a write that never
 * got its end is left out. O(log) time; heap grows with the number of ids and the largest batch.
 */
public final class LogSalvage {
  private static final String UNKNOWN_END =
      "changes may be missing at the end of the log without a trace: ";

  private final Storage storage;
  private final SalvageTarget target;
  private final Progress progress;
  private final SalvageLosses losses = new SalvageLosses();
  private Optional<Manifest> manifest = Optional.empty();

  /** Of the log; that of its first file where nothing else tells it. */
  private Optional<UUID> id = Optional.empty();

  private long totalBytes;
  private long doneBytes;

  private LogSalvage(Storage storage, SalvageTarget target, Progress progress) {
    this.storage = storage;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Copies what is readable in {@code source} into a new log in {@code target}, durably.
   *
   * @param target empty or missing
   * @throws dev.mneme.error.IncompatibleException if a newer version wrote a segment of the source
   * @throws StorageException if the target cannot be written, or the source's directory not be
   *     listed
   */
  public static SalvageReport salvage(
      Storage storage, Path source, Path target, Progress progress) {
    return salvage(storage, source, LogExpectation.NONE, target, progress);
  }

  /** The same, of a log of which something is known: what lacks of that is among the losses. */
  public static SalvageReport salvage(
      Storage storage, Path source, LogExpectation expectation, Path target, Progress progress) {
    try {
      Require.that(storage.list(target).isEmpty(), "%s is not empty", target);
      try (var log = MemoryLog.open(storage, target, LogOptions.defaults())) {
        var copied = new SalvageTarget(log);
        return new LogSalvage(storage, copied, progress).run(source, expectation);
      }
    } catch (IOException e) {
      throw new StorageException(source, "cannot be salvaged: " + e.getMessage(), e);
    }
  }

  private SalvageReport run(Path source, LogExpectation expectation) throws IOException {
    readManifest(source, expectation);
    var names = new ArrayList<String>();
    for (var name : storage.list(source)) {
      if (SegmentFormat.firstSequence(name).isPresent()) {
        names.add(name);
        totalBytes += storage.size(source.resolve(name));
      }
    }
    for (int i = 0; i < names.size(); i++) {
      var next =
          i + 1 < names.size()
              ? SegmentFormat.firstSequence(names.get(i + 1))
              : OptionalLong.empty();
      salvage(source.resolve(names.get(i)), sequence(names.get(i)), next);
    }
    requireEnd(names.isEmpty() ? source : source.resolve(names.getLast()), expectation);
    var found = new ArrayList<>(losses.all());
    if (found.isEmpty()) {
      // Every byte was readable, though the files may not belong together.
      for (var problem : LogCheck.ofFiles(storage, source, expectation, (_, _) -> {}).problems()) {
        var reason = "it was copied as it is, but " + problem;
        found.add(new SalvageReport.Loss(source, 0, 0, Optional.empty(), reason));
      }
    }
    return target.report(found);
  }

  private void readManifest(Path source, LogExpectation expectation) {
    var file = Manifest.path(source);
    id = expectation.id();
    try {
      manifest = Manifest.read(storage, source);
      if (manifest.isEmpty() && id.isPresent()) {
        note(file, 0, UNKNOWN_END + "it is missing");
      }
    } catch (CorruptionException | StorageException e) {
      note(file, 0, UNKNOWN_END + e.getMessage());
    }
    if (manifest.isPresent() && !manifest.get().id().equals(id.orElse(manifest.get().id()))) {
      note(file, 0, UNKNOWN_END + "it belongs to the log of another store");
      manifest = Optional.empty();
    }
    id = id.or(() -> manifest.map(Manifest::id));
  }

  /** What was durable, by the manifest or by a witness, and is not there. */
  private void requireEnd(Path last, LogExpectation expectation) {
    long witnessed =
        expectation
            .witness()
            .filter(witness -> witness.log().isEmpty() || witness.log().equals(id))
            .map(LogExpectation.Witness::sequence)
            .orElse(-1L);
    losses.ends(Math.max(witnessed, manifest.map(Manifest::durableSequence).orElse(-1L)), last);
  }

  /** Whether a file has a place in the log; that it has none is noted. */
  private boolean belongs(Path path, Storage.File file, long size) throws IOException {
    SegmentFormat.Header header;
    try {
      header = SegmentFormat.Header.read(path, file);
    } catch (CorruptionException e) {
      return true; // its records may still fit
    }
    if (header.legacy()) {
      return true;
    }
    id = id.or(() -> Optional.of(header.id()));
    if (!id.equals(Optional.of(header.id()))) {
      note(path, size, "it belongs to the log of another store, " + header.id());
      return false;
    }
    if (manifest.filter(known -> known.hasReplaced(header)).isPresent()) {
      note(path, 0, "it is not the file that the manifest names; it may say what is out of date");
    }
    return true;
  }

  private void note(Path file, long bytes, String reason) {
    losses.refused(file, 0, bytes, Optional.empty(), reason);
  }

  private static long sequence(String name) {
    return SegmentFormat.firstSequence(name).orElseThrow();
  }

  private void salvage(Path path, long first, OptionalLong next) {
    long size = 0;
    try (var file = new UnreadableAsZeros(storage.open(path, Storage.Mode.READ))) {
      size = file.size();
      if (!belongs(path, file, size)) {
        doneBytes += size;
        return;
      }
      long before = doneBytes;
      new SegmentSalvage(path, new FileWindow(file, size), next, target, losses)
          .run(file, first, (done, _) -> progress.done(before + done, totalBytes));
    } catch (IOException e) {
      losses.refused(path, 0, size, Optional.empty(), "cannot be read: " + e.getMessage());
    }
    next.ifPresent(following -> losses.reached(following - 1, false, path, 0));
    doneBytes += size;
  }
}
