package dev.mneme.core.model;

import java.nio.file.Path;

/**
 * The store is valid, but not for this version or these options: a newer format, another dimension,
 * another embedder.
 */
public final class Incompatible extends MnemeException {
  private static final long serialVersionUID = 1;
  private final transient Path path;

  public Incompatible(Path path, String detail) {
    super(path + ": " + detail, null);
    this.path = path;
  }

  public Path path() {
    return path;
  }
}
