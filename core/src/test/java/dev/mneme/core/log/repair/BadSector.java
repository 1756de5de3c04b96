package dev.mneme.core.log.repair;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.storage.ForwardingFile;
import dev.mneme.core.storage.ForwardingStorage;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Fails every read that touches a part of one file. */
final class BadSector extends ForwardingStorage {
  private final FaultyStorage disk;
  private final Path bad;
  private final long from;
  private final long to;

  BadSector(FaultyStorage disk, Path bad, long from, long to) {
    this.disk = disk;
    this.bad = bad;
    this.from = from;
    this.to = to;
  }

  @Override
  protected Storage at(Path path) {
    return disk;
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    var real = super.open(file, mode);
    return file.equals(bad) ? new BadFile(real, from, to) : real;
  }

  private static final class BadFile extends ForwardingFile {
    private final long from;
    private final long to;

    BadFile(Storage.File real, long from, long to) {
      super(real);
      this.from = from;
      this.to = to;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      if (position < to && position + into.remaining() > from) {
        throw new IOException("Input/output error");
      }
      return super.read(into, position);
    }

    @Override
    public void write(ByteBuffer bytes, long position) {
      throw new AssertionError("the source is written to");
    }

    @Override
    public void truncate(long size) {
      throw new AssertionError("the source is cut");
    }

    @Override
    public void sync() {
      throw new AssertionError("the source is synced");
    }
  }
}
