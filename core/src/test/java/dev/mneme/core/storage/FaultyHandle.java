package dev.mneme.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file of a {@link FaultyStorage} that somebody has open. Guarded by the storage. */
final class FaultyHandle implements Storage.File {
  private final FaultyStorage storage;
  private final FaultyFile file;
  private final Path path;
  private final Storage.Mode mode;
  private boolean closed;

  FaultyHandle(FaultyStorage storage, FaultyFile file, Path path, Storage.Mode mode) {
    this.storage = storage;
    this.file = file;
    this.path = path;
    this.mode = mode;
    storage.opened(this);
  }

  Path path() {
    return path;
  }

  private boolean failing(boolean writing) throws IOException {
    if (closed || (writing && mode == Storage.Mode.READ)) {
      throw new IOException(path + " is closed or was opened for reading");
    }
    return storage.fails();
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    synchronized (storage) {
      boolean failing = failing(true);
      var chunk = new byte[bytes.remaining()];
      bytes.get(chunk);
      int length = failing ? storage.random().nextInt(chunk.length + 1) : chunk.length;
      file.write(chunk, 0, length, Math.toIntExact(position));
      if (failing) {
        throw new IOException(
            "injected failure: wrote " + length + " of " + chunk.length + " bytes");
      }
    }
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    synchronized (storage) {
      if (failing(false)) {
        throw new IOException("injected failure: read");
      }
      int length = Math.clamp(file.size() - position, 0, into.remaining());
      into.put(file.bytes(), Math.toIntExact(Math.min(position, file.size())), length);
      return length;
    }
  }

  @Override
  public long size() throws IOException {
    synchronized (storage) {
      if (failing(false)) {
        throw new IOException("injected failure: size");
      }
      return file.size();
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    synchronized (storage) {
      boolean failing = failing(true);
      if (!failing || storage.random().nextBoolean()) {
        file.truncate(Math.toIntExact(size));
      }
      if (failing) {
        throw new IOException("injected failure: truncate");
      }
    }
  }

  @Override
  public void sync() throws IOException {
    synchronized (storage) {
      if (failing(true)) {
        file.failSync();
        throw new IOException("injected failure: fsync");
      }
      file.sync();
    }
  }

  @Override
  public void close() {
    synchronized (storage) {
      closed = true;
      storage.closed(this);
    }
  }
}
