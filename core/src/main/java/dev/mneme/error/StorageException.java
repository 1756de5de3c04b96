package dev.mneme.error;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file system refused something: a failed read, write, fsync, a full disk, a lock held by
 * another process.
 */
public final class StorageException extends MnemeException {
  private static final long serialVersionUID = 1;
  private final transient Path path;

  public StorageException(Path path, String detail, @Nullable Throwable cause) {
    super(path + ": " + detail, cause);
    this.path = path;
  }

  public Path path() {
    return path;
  }
}
