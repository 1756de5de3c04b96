package dev.mneme.core.log.format;

import dev.mneme.memory.Memory;
import java.time.Instant;

/**
 * One change, as the log keeps it. Sequences start at 0 and grow by 1 with every record of every
 * kind but batch ends.
 */
public sealed interface LogRecord {

  /** {@link #previousSequence()} of the first record of an id. */
  long NONE = -1;

  /** Position in the one total order of changes. */
  long sequence();

  /**
   * Sequence of the previous record of the same (namespace, id), or {@link #NONE}: the chain is the
   * memory's history.
   */
  long previousSequence();

  /** When it was committed. */
  Instant written();

  String namespace();

  String id();

  /**
   * A new memory, or a new version of one.
   *
   * @param ordinal dense, ascending with the sequence, never reused
   */
  record Put(
      long sequence,
      long previousSequence,
      Instant written,
      int ordinal,
      String namespace,
      Memory memory)
      implements LogRecord {
    @Override
    public String id() {
      return memory.id();
    }
  }

  /** The memory is gone. */
  record Delete(long sequence, long previousSequence, Instant written, String namespace, String id)
      implements LogRecord {}
}
