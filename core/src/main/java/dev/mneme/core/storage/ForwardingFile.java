package dev.mneme.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that passes every call on to another one, for those that differ from it in a few. */
public class ForwardingFile implements Storage.File {
  private final Storage.File file;

  /**
   * @param file which is closed with this one
   */
  protected ForwardingFile(Storage.File file) {
    this.file = file;
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    file.write(bytes, position);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return file.read(into, position);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void truncate(long size) throws IOException {
    file.truncate(size);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
