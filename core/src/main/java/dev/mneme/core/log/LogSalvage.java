package dev.mneme.core.log;

import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.StorageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

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
  private final Storage storage;
  private final SalvageTarget target;
  private final LogCheck.Progress progress;
  private final SalvageLosses losses = new SalvageLosses();
  private long totalBytes;
  private long doneBytes;

  private LogSalvage(Storage storage, SalvageTarget target, LogCheck.Progress progress) {
    this.storage = storage;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Copies what is readable in {@code source} into a new log in {@code target}, durably.
   *
   * @param target empty or missing
   * @throws dev.mneme.core.model.Incompatible if a newer version wrote a segment of the source
   * @throws StorageFailure if the target cannot be written, or the source's directory not be listed
   */
  public static SalvageReport salvage(
      Storage storage, Path source, Path target, LogCheck.Progress progress) {
    try {
      InvalidRequest.require(storage.list(target).isEmpty(), "%s is not empty", target);
      try (var log = MemoryLog.open(storage, target, LogOptions.defaults())) {
        var copied = new SalvageTarget(log);
        return new LogSalvage(storage, copied, progress).run(source);
      }
    } catch (IOException e) {
      throw new StorageFailure(source, "cannot be salvaged: " + e.getMessage(), e);
    }
  }

  private SalvageReport run(Path source) throws IOException {
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
    return target.report(losses.all());
  }

  private static long sequence(String name) {
    return SegmentFormat.firstSequence(name).orElseThrow();
  }

  private void salvage(Path path, long first, OptionalLong next) {
    long size = 0;
    try (var file = new UnreadableAsZeros(storage.open(path, Storage.Mode.READ))) {
      size = file.size();
      long before = doneBytes;
      new SegmentSalvage(path, new FileWindow(file, size), next, target, losses)
          .run(file, first, (done, _) -> progress.checked(before + done, totalBytes));
    } catch (IOException e) {
      losses.refused(path, 0, size, Optional.empty(), "cannot be read: " + e.getMessage());
    }
    next.ifPresent(following -> losses.reached(following - 1, false, path, 0));
    doneBytes += size;
  }
}
