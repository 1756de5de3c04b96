package dev.mneme.core.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of files that shares them until they are written to: it lies in a temporary directory of
 * its own and holds symbolic links, each of which becomes a file when it is opened for writing.
 * Whatever would change something outside of it is refused, so that the originals stay as they are
 * whatever is done to the copy. It goes when it is closed, or the JVM ends in an orderly way.
 * Thread-safe.
 */
public final class ScratchStorage extends ForwardingStorage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchStorage.class);
  private static final int ATTEMPTS = 100;

  private final Storage storage;
  private final Path directory;
  private final Thread atExit;

  private ScratchStorage(Storage storage, Path directory) {
    this.storage = storage;
    this.directory = directory;
    this.atExit = new Thread(this::deleteAtExit, "mneme-scratch-exit");
  }

  /**
   * Makes an empty one in the directory for temporary files.
   *
   * @param storage the real one
   * @param prefix of the directory's name, by which what a killed process has left can be told
   */
  public static ScratchStorage create(Storage storage, String prefix) throws IOException {
    var scratch = new ScratchStorage(storage, Files.createTempDirectory(prefix).toRealPath());
    Runtime.getRuntime().addShutdownHook(scratch.atExit);
    return scratch;
  }

  /** Where it lies. */
  public Path directory() {
    return directory;
  }

  /** Gives the copy a file of the original. */
  public void share(Path original, Path copy) throws IOException {
    requireWithin(copy);
    try {
      Files.createSymbolicLink(copy, original.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      copy(original, size(original), copy); // there are no links here; a real fault shows now
    }
  }

  private void requireWithin(Path path) throws IOException {
    if (!path.toAbsolutePath().normalize().startsWith(directory)) {
      throw new IOException(path + " is only read here");
    }
  }

  @Override
  protected Storage at(Path path) {
    return storage;
  }

  @Override
  public void createDirectories(Path created) throws IOException {
    requireWithin(created);
    super.createDirectories(created);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    if (mode == Mode.READ) {
      return super.open(file, mode);
    }
    requireWithin(file);
    if (mode == Mode.WRITE && Files.isSymbolicLink(file)) {
      var own = file.resolveSibling(file.getFileName() + ".own");
      copy(file, size(file), own);
      super.rename(own, file);
    }
    return new Unsynced(super.open(file, mode));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    requireWithin(from);
    requireWithin(to);
    super.rename(from, to);
  }

  @Override
  public boolean link(Path file, Path link) throws IOException {
    requireWithin(link);
    return super.link(file, link);
  }

  @Override
  public void delete(Path path) throws IOException {
    requireWithin(path);
    super.delete(path);
  }

  @Override
  public void deleteTree(Path tree) throws IOException {
    requireWithin(tree);
    super.deleteTree(tree);
  }

  /** Nothing of the copy is to outlive anything. */
  @Override
  public void syncDirectory(Path synced) throws IOException {
    requireWithin(synced);
  }

  @Override
  public Lock lock(Path file) throws IOException {
    requireWithin(file);
    return super.lock(file);
  }

  @Override
  public Lock lockForReading(Path file) throws IOException {
    requireWithin(file);
    return super.lockForReading(file);
  }

  /** Whoever uses it may still be writing, so that it takes more than one attempt. */
  private void deleteAtExit() {
    for (int i = 0; i < ATTEMPTS && Files.exists(directory); i++) {
      try {
        storage.deleteTree(directory);
      } catch (IOException e) {
        LOG.debug("{} cannot be deleted", directory, e);
      }
    }
  }

  @Override
  public void close() {
    try {
      storage.deleteTree(directory);
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IOException e) {
      LOG.warn("{} is left: {}", directory, e.toString()); // what was done with it counts
    } catch (IllegalStateException e) {
      LOG.debug("the JVM ends", e);
    }
  }

  /** A file of the copy, which is to outlive nothing either. */
  private static final class Unsynced extends ForwardingFile {
    private Unsynced(File file) {
      super(file);
    }

    @Override
    public void sync() {
      // it is read through the same system that it is written through
    }
  }
}
