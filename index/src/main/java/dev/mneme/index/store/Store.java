package dev.mneme.index.store;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.text.TextView;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorView;
import dev.mneme.memory.MemoryKey;
import java.util.OptionalInt;

/** The log and its views as one: what search runs against. */
public interface Store {
  /** The newest published state. */
  Snapshot snapshot();

  TextView text();

  VectorView vector();

  TimeView time();

  AttributeView attributes();

  /** The dense number of a namespace, or empty if nothing was ever added to it. */
  OptionalInt namespaceOrdinal(String namespace);

  /** The memory version with this ordinal; it must be live in a snapshot that the caller holds. */
  LogRecord.Put fetch(int ordinal);

  /** Namespace and id of what {@link #fetch} would give, for less. */
  default MemoryKey key(int ordinal) {
    var put = fetch(ordinal);
    return new MemoryKey(put.namespace(), put.id());
  }
}
