package dev.mneme.core.log;

import dev.mneme.core.check.Require;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.error.InternalException;
import dev.mneme.error.MnemeException;
import java.time.Instant;
import java.util.List;

/**
 * Makes one batch of records after the other and has it written. What is wrong with a batch shows
 * before a byte of it is written, and then the log goes on.
 */
final class BatchAppender {
  private static final int OTHER_BYTES = RecordFormat.BATCH_END_LENGTH + RecordFormat.SEAL_LENGTH;

  private final LogWriter log;
  private final long segmentBytes;

  /** Used under the log's write lock. */
  private final RecordEncoder encoder;

  BatchAppender(LogWriter log, long segmentBytes, RecordEncoder encoder) {
    this.log = log;
    this.segmentBytes = segmentBytes;
    this.encoder = encoder;
  }

  long[] append(List<LogRecord> batch) {
    log.lock();
    try {
      log.requireWritable();
      if (batch.isEmpty()) {
        return new long[0];
      }
      int lastOrdinal = requireOrder(batch);
      var starts = new int[batch.size()];
      encode(batch.size(), () -> encodeRecords(batch, starts));
      return write(starts, lastOrdinal);
    } finally {
      log.unlock();
    }
  }

  void appendExpiry(Instant upTo, Instant written) {
    log.lock();
    try {
      log.requireWritable();
      var starts = new int[1];
      encode(1, () -> encodeExpiry(upTo, written, starts));
      write(starts, lastOrdinal());
    } finally {
      log.unlock();
    }
  }

  private long[] write(int[] starts, int lastOrdinal) {
    log.rollIfFull((long) encoder.size() + OTHER_BYTES, segmentBytes);
    encode(
        starts.length,
        () -> encoder.end(lastSequence() + starts.length, lastOrdinal, log.durable()));
    return log.append(encoder, starts, lastOrdinal);
  }

  /** Runs a step that writes nothing: whatever goes wrong in it, the log goes on. */
  private static void encode(int records, Runnable step) {
    try {
      step.run();
    } catch (MnemeException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new InternalException(
          "a batch of " + records + " records was refused, nothing was written", e);
    }
  }

  private void encodeRecords(List<LogRecord> batch, int[] starts) {
    encoder.clear();
    for (int i = 0; i < starts.length; i++) {
      starts[i] = encoder.add(batch.get(i));
    }
  }

  private void encodeExpiry(Instant upTo, Instant written, int[] starts) {
    encoder.clear();
    starts[0] = encoder.addExpiry(lastSequence() + 1, RecordEncoder.millis(upTo), written);
  }

  private long lastSequence() {
    return log.table().active().lastSequence();
  }

  private int lastOrdinal() {
    return log.table().active().content().lastOrdinal();
  }

  private int requireOrder(List<LogRecord> batch) {
    long expected = lastSequence();
    int ordinal = lastOrdinal();
    for (var record : batch) {
      expected++;
      Require.that(
          record.sequence() == expected,
          "sequence %d was appended where %d is next",
          record.sequence(),
          expected);
      if (record instanceof LogRecord.Put put) {
        Require.that(
            put.ordinal() > ordinal,
            "ordinal %d was appended after ordinal %d",
            put.ordinal(),
            ordinal);
        ordinal = put.ordinal();
      }
    }
    return ordinal;
  }
}
