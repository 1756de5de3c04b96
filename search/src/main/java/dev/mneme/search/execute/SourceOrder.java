package dev.mneme.search.execute;

import dev.mneme.memory.MemoryKey;
import dev.mneme.index.api.TieOrder;

/** The order of ties as the legs ask for it: nothing is kept, any thread. */
record SourceOrder(SearchSource source) implements TieOrder {
  @Override
  public long time(int ordinal) {
    return source.time().time(ordinal);
  }

  @Override
  public MemoryKey key(int ordinal) {
    return source.key(ordinal);
  }
}
