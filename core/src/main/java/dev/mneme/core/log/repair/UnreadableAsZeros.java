package dev.mneme.core.log.repair;

import dev.mneme.core.storage.ForwardingFile;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of which the blocks that the disk cannot read any more are read as zeros. */
final class UnreadableAsZeros extends ForwardingFile {
  private static final int BLOCK = 4_096;

  UnreadableAsZeros(Storage.File file) {
    super(file);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    int start = into.position();
    try {
      return super.read(into, position);
    } catch (IOException e) {
      into.position(start);
      return readBlocks(into, position);
    }
  }

  private int readBlocks(ByteBuffer into, long position) throws IOException {
    int start = into.position();
    int length = (int) Math.clamp(size() - position, 0, into.remaining());
    for (int done = 0; done < length; ) {
      int size = (int) Math.min(length - done, BLOCK - (position + done) % BLOCK);
      var block = ByteBuffer.allocate(size);
      try {
        super.read(block, position + done);
      } catch (IOException e) {
        block = ByteBuffer.allocate(size);
      }
      into.put(start + done, block.array(), 0, size);
      done += size;
    }
    into.position(start + length);
    return length;
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    throw new IOException("this file is only read");
  }

  @Override
  public void truncate(long size) throws IOException {
    throw new IOException("this file is only read");
  }

  @Override
  public void sync() {
    // nothing is written
  }
}
