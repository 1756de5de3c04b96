package dev.mneme.error;

import java.nio.file.Path;

/**
 * The store is valid, but not for this version or these options: a newer format, another dimension,
 * another embedder.
 */
public final class IncompatibleException extends MnemeException {
  private static final long serialVersionUID = 1;
  private final transient Path path;

  public IncompatibleException(Path path, String detail) {
    super(path + ": " + detail, null);
    this.path = path;
  }

  public Path path() {
    return path;
  }
}
