package dev.mneme.index.btree;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** The value type of a map that is used as a set: always true, nothing to write. */
final class PresentType extends BasicDataType<Boolean> {
  static final PresentType INSTANCE = new PresentType();

  private PresentType() {}

  @Override
  public int compare(Boolean unused, Boolean ignored) {
    return 0;
  }

  @Override
  public Boolean[] createStorage(int size) {
    return new Boolean[size];
  }

  @Override
  public int getMemory(Boolean value) {
    return 0;
  }

  @Override
  public void write(WriteBuffer out, Boolean value) {}

  @Override
  public Boolean read(ByteBuffer in) {
    return Boolean.TRUE;
  }
}
