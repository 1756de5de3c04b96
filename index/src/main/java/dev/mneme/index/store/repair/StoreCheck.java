package dev.mneme.index.store.repair;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.check.Require;
import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.log.LogExpectation;
import dev.mneme.core.storage.ScratchStorage;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.MnemeException;
import dev.mneme.error.StorageException;
import dev.mneme.index.store.state.OwnThread;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.index.text.lucene.TextIndexCheck;
import dev.mneme.report.Progress;
import dev.mneme.report.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a store that nobody has open, and changes nothing of it: the checksums of log and view
 * files where they are, then everything against each other in a copy that is thrown away. The copy
 * lies in the directory for temporary files and links to the store's files, see {@link
 * ScratchStorage}; it takes space for what opening it writes: the last file of the log, and the
 * views that have to be rebuilt. Nothing is written within the store, so that a check which is
 * killed leaves nothing there. The copy goes when the check ends, or the JVM does so in an orderly
 * way; what a kill leaves is named {@code mneme-verify-*} and may be deleted.
 */
public final class StoreCheck {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);
  private static final String LOCK = "lock";
  private static final String VIEWS = "views";

  /** Chronicle Map writes the ids in place, so that the copy builds its own. */
  private static final String IDS = "ids";

  private static final List<String> DIRECTORIES =
      List.of("attributes", IDS, "text", "time", "vector");

  private final Storage storage;
  private final Path directory;
  private final List<String> problems = new ArrayList<>();

  private StoreCheck(Storage storage, Path directory) {
    this.storage = storage;
    this.directory = directory;
  }

  /** Opens a copy of a store, which repairs what is to be repaired there, and checks it. */
  @FunctionalInterface
  public interface CopyCheck {
    /**
     * Checks the copy in a directory.
     *
     * @param copy the only way to the files of the copy
     * @param info what the store was made with
     */
    VerifyReport run(Storage copy, Path directory, StoreProperties info);
  }

  /**
   * Checks the store in a directory.
   *
   * @param copyCheck how a copy of it is opened and checked against itself
   * @throws InvalidRequestException if the directory holds no store
   * @throws StorageException if another process has it open, or there is no room for the copy
   */
  public static VerifyReport run(
      Storage storage, Path directory, CopyCheck copyCheck, Progress progress) {
    return OwnThread.call("mneme-verify", () -> runHere(storage, directory, copyCheck, progress));
  }

  private static VerifyReport runHere(
      Storage storage, Path directory, CopyCheck copyCheck, Progress progress) {
    try {
      Require.that(
          storage.exists(directory.resolve(StoreProperties.FILE)),
          "%s is not a memory store",
          directory);
      try (var _ = storage.lockForReading(directory.resolve(LOCK))) {
        return new StoreCheck(storage, directory).run(copyCheck, progress);
      }
    } catch (IOException e) {
      throw new StorageException(directory, "cannot be verified: " + e.getMessage(), e);
    }
  }

  private VerifyReport run(CopyCheck copyCheck, Progress progress) throws IOException {
    var log = LogCheck.ofFiles(storage, directory.resolve("log"), expectation(), progress);
    problems.addAll(log.problems());
    checkViewFiles();
    long memories = 0;
    if (log.ok()) {
      try (var copy = ScratchStorage.create(storage, "mneme-verify-")) {
        memories = checkCopy(copy, copyCheck);
      }
    }
    return new VerifyReport(log.records(), memories, problems);
  }

  private LogExpectation expectation() {
    Optional<UUID> id = Optional.empty();
    try {
      id = StoreProperties.read(storage, directory).flatMap(StoreProperties::id);
    } catch (CorruptionException e) {
      LOG.debug("the check of the copy says it", e);
    }
    return StoreRecovery.expectation(storage, directory, id);
  }

  /** A piece of the check of views: that something cannot be read costs a rebuild, no more. */
  private interface Reading {
    void run() throws IOException;
  }

  private void check(Path file, Reading reading) {
    try {
      reading.run();
    } catch (IOException e) {
      problems.add(
          file + " cannot be read: " + e.getMessage() + "; opening the store rebuilds the view");
    }
  }

  /** Every checkpoint ends in the checksum of what precedes it. */
  private void checkViewFiles() {
    var views = directory.resolve(VIEWS);
    check(
        views,
        () -> {
          checkTrailer(views.resolve("catalog"));
          for (var view : storage.list(views)) {
            var path = views.resolve(view);
            if (isDirectory(path)) {
              check(path, () -> checkCheckpoints(path));
            }
          }
        });
    var text = views.resolve("text");
    check(
        text,
        () -> {
          if (isDirectory(text) && !storage.list(text).isEmpty()) {
            TextIndexCheck.problem(storage, text)
                .ifPresent(problem -> problems.add(text + ": " + problem));
          }
        });
  }

  private boolean isDirectory(Path path) throws IOException {
    return storage.kind(path) == Storage.Kind.DIRECTORY;
  }

  private void checkCheckpoints(Path view) throws IOException {
    for (var name : storage.list(view)) {
      if (name.endsWith(".checkpoint")) {
        checkTrailer(view.resolve(name));
      }
    }
  }

  private void checkTrailer(Path file) {
    check(file, () -> checkTrailerOf(file));
  }

  private void checkTrailerOf(Path file) throws IOException {
    if (storage.exists(file)) {
      if (!Bytes.endInTheirChecksum(storage.readFully(file))) {
        problems.add(file + " is damaged: wrong checksum; opening the store rebuilds the view");
      }
    }
  }

  /** Opens a copy, which repairs what is to be repaired there, and compares its parts. */
  private long checkCopy(ScratchStorage copy, CopyCheck copyCheck) throws IOException {
    var scratch = copy.directory();
    var views = directory.resolve(VIEWS);
    share(copy, views, scratch.resolve(VIEWS));
    for (var name : DIRECTORIES) {
      if (!name.equals(IDS) && isDirectory(views.resolve(name))) {
        share(copy, views.resolve(name), scratch.resolve(VIEWS).resolve(name));
      }
    }
    share(copy, directory.resolve("log"), scratch.resolve("log"));
    copy.share(directory.resolve(StoreProperties.FILE), scratch.resolve(StoreProperties.FILE));
    try {
      var info = StoreProperties.read(copy, scratch).orElseThrow();
      var report = copyCheck.run(copy, scratch, info);
      report.problems().forEach(problem -> problems.add(ofStore(problem, scratch)));
      return report.memories();
    } catch (MnemeException e) {
      problems.add(ofStore(String.valueOf(e.getMessage()), scratch));
      return 0;
    }
  }

  /** The problem of the copy as one of the store. */
  private String ofStore(String problem, Path scratch) {
    return problem.replace(scratch.toString(), directory.toString());
  }

  /** Gives the copy the files of one directory. */
  private void share(ScratchStorage copy, Path from, Path to) throws IOException {
    copy.createDirectories(to);
    for (var name : isDirectory(from) ? storage.list(from) : List.<String>of()) {
      var source = from.resolve(name);
      boolean ofView = from.endsWith(VIEWS) && DIRECTORIES.contains(name);
      if (ofView) {
        if (!isDirectory(source)) {
          problems.add(source + " is no directory; opening the store rebuilds the view");
        }
      } else if (storage.kind(source) == Storage.Kind.FILE) {
        copy.share(source, to.resolve(name));
      } else {
        problems.add(source + " is no regular file; it is not used");
      }
    }
  }
}
