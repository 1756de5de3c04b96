package dev.mneme.error;

import java.nio.file.Path;

/** Bytes on disk that were once valid no longer are, and cannot be rebuilt from anything else. */
public final class CorruptionException extends MnemeException {
  private static final long serialVersionUID = 1;
  private final transient Path file;
  private final long offset;

  public CorruptionException(Path file, long offset, String detail) {
    super(file + " is damaged at byte " + offset + ": " + detail, null);
    this.file = file;
    this.offset = offset;
  }

  public Path file() {
    return file;
  }

  public long offset() {
    return offset;
  }
}
