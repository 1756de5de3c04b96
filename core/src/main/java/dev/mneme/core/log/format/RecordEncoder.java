package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.check.Require;

import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Builds the bytes of a batch: records, then a batch end. Not thread-safe; the same one serves one
 * batch after the other. What cannot be encoded is refused with {@link InvalidRequestException} and
 * leaves the batch as it was.
 *
 * <p>Not final, so that tests can let it fail.
 */
public class RecordEncoder {
  private final ByteSink sink = new ByteSink();
  private int records;
  private int batchCrc;

  public byte[] array() {
    return sink.array();
  }

  public int size() {
    return sink.size();
  }

  public int records() {
    return records;
  }

  public void clear() {
    sink.clear();
    records = 0;
    batchCrc = 0;
  }

  /** Adds a record and returns where it begins in the batch. */
  public int add(LogRecord record) {
    int start = sink.size();
    boolean complete = false;
    try {
      switch (record) {
        case LogRecord.Put put -> encode(put, start);
        case LogRecord.Delete delete -> encode(delete, start);
      }
      finish(start);
      complete = true;
      return start;
    } finally {
      if (!complete) {
        sink.truncate(start);
      }
    }
  }

  /**
   * Adds the mark of an expiry and returns where it begins in the batch.
   *
   * @param upTo milliseconds since 1970
   */
  public int addExpiry(long sequence, long upTo, Instant written) {
    int start = sink.reserve(RecordFormat.EXPIRED_LENGTH);
    byte[] bytes = sink.array();
    bytes[start + RecordFormat.KIND] = RecordFormat.EXPIRED;
    Bytes.putLong(bytes, start + RecordFormat.SEQUENCE, sequence);
    Bytes.putLong(bytes, start + RecordFormat.EXPIRED_UP_TO, upTo);
    Bytes.putLong(bytes, start + RecordFormat.WRITTEN_SECONDS, written.getEpochSecond());
    Bytes.putInt(bytes, start + RecordFormat.WRITTEN_NANOS, written.getNano());
    Bytes.putInt(bytes, start + RecordFormat.ORDINAL, -1);
    finish(start);
    return start;
  }

  /** Adds a record that is encoded already. */
  public int addEncoded(byte[] record) {
    int start = sink.size();
    sink.add(record);
    count(Bytes.getInt(record, RecordFormat.CRC));
    return start;
  }

  /** Ends the batch. {@code durable} is explained in {@link RecordFormat}. */
  public void end(long lastSequence, int lastOrdinal, long durable) {
    int batchBytes = sink.size();
    int at = sink.reserve(RecordFormat.BATCH_END_LENGTH);
    byte[] bytes = sink.array();
    bytes[at + RecordFormat.KIND] = RecordFormat.BATCH_END;
    Bytes.putInt(bytes, at + RecordFormat.BATCH_RECORDS, records);
    Bytes.putLong(bytes, at + RecordFormat.SEQUENCE, lastSequence);
    Bytes.putLong(bytes, at + RecordFormat.BATCH_BYTES, batchBytes);
    Bytes.putLong(bytes, at + RecordFormat.BATCH_DURABLE, durable);
    Bytes.putInt(bytes, at + RecordFormat.BATCH_ORDINAL, lastOrdinal);
    Bytes.putInt(bytes, at + RecordFormat.BATCH_CRC, batchCrc);
    RecordFormat.finish(bytes, at, RecordFormat.BATCH_END_LENGTH);
  }

  /** The checksum of a batch, one more record's checksum at a time; it starts as 0. */
  static int chain(int batchCrc, int recordCrc) {
    var pair = new byte[2 * Integer.BYTES];
    Bytes.putInt(pair, 0, batchCrc);
    Bytes.putInt(pair, Integer.BYTES, recordCrc);
    return Bytes.crc(pair, 0, pair.length);
  }

  /**
   * @throws InvalidRequestException beyond 292 million years
   */
  public static long millis(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new InvalidRequestException(instant + " is too far away to be stored");
    }
  }

  private void encode(LogRecord.Delete delete, int start) {
    sink.reserve(RecordFormat.DELETE_HEADER);
    byte[] namespace = bytes("namespace", delete.namespace());
    byte[] id = bytes("id", delete.id());
    encodeHeader(delete, start, RecordFormat.DELETE, -1);
    putKeyLengths(start, namespace, id);
    sink.add(namespace);
    sink.add(id);
  }

  private void encode(LogRecord.Put put, int start) {
    sink.reserve(RecordFormat.VECTOR);
    Memory memory = put.memory();
    byte[] namespace = bytes("namespace", put.namespace());
    byte[] id = bytes("id", put.id());
    var text = TextCodec.encode(memory.text());
    int attributeCount = memory.attributes().size();
    Require.that(
        attributeCount <= AttributeCodec.MAX_SHORT,
        "memory '%s' has %d attributes",
        put.id(),
        attributeCount);
    encodeHeader(put, start, RecordFormat.PUT, put.ordinal());
    putKeyLengths(start, namespace, id);
    int dimension = memory.embedding().map(this::addVector).orElse(0);
    sink.add(namespace);
    sink.add(id);
    int attributes = sink.size();
    AttributeCodec.encode(memory.attributes(), sink);
    int attributeBytes = sink.size() - attributes;
    sink.add(text.stored());

    byte[] bytes = sink.array();
    int flags =
        (text.compressed() ? RecordFormat.TEXT_COMPRESSED : 0)
            | (memory.expires().isPresent() ? RecordFormat.HAS_EXPIRY : 0);
    bytes[start + RecordFormat.FLAGS] = (byte) flags;
    Bytes.putShort(bytes, start + RecordFormat.ATTRIBUTE_COUNT, attributeCount);
    Bytes.putLong(bytes, start + RecordFormat.EVENT_TIME, millis(memory.time()));
    Bytes.putLong(
        bytes, start + RecordFormat.EXPIRY, memory.expires().map(RecordEncoder::millis).orElse(0L));
    Bytes.putInt(bytes, start + RecordFormat.TEXT_BYTES, text.length());
    Bytes.putInt(bytes, start + RecordFormat.STORED_TEXT_BYTES, text.stored().length);
    Bytes.putInt(bytes, start + RecordFormat.ATTRIBUTE_BYTES, attributeBytes);
    Bytes.putInt(bytes, start + RecordFormat.DIMENSION, dimension);
  }

  private int addVector(Embedding embedding) {
    float[] values = embedding.array();
    int at = sink.reserve(Math.multiplyExact(values.length, Float.BYTES));
    byte[] bytes = sink.array();
    for (float value : values) {
      Bytes.putInt(bytes, at, Float.floatToRawIntBits(value));
      at += Float.BYTES;
    }
    return values.length;
  }

  private void encodeHeader(LogRecord record, int start, byte kind, int ordinal) {
    byte[] bytes = sink.array();
    bytes[start + RecordFormat.KIND] = kind;
    Bytes.putLong(bytes, start + RecordFormat.SEQUENCE, record.sequence());
    Bytes.putLong(bytes, start + RecordFormat.PREVIOUS_SEQUENCE, record.previousSequence());
    Instant written = record.written();
    Bytes.putLong(bytes, start + RecordFormat.WRITTEN_SECONDS, written.getEpochSecond());
    Bytes.putInt(bytes, start + RecordFormat.WRITTEN_NANOS, written.getNano());
    Bytes.putInt(bytes, start + RecordFormat.ORDINAL, ordinal);
  }

  private void putKeyLengths(int start, byte[] namespace, byte[] id) {
    Bytes.putShort(sink.array(), start + RecordFormat.NAMESPACE_BYTES, namespace.length);
    Bytes.putShort(sink.array(), start + RecordFormat.ID_BYTES, id.length);
  }

  private static byte[] bytes(String what, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Require.that(
        bytes.length <= AttributeCodec.MAX_SHORT, "the %s has %d bytes", what, bytes.length);
    return bytes;
  }

  private void finish(int start) {
    int length = sink.size() - start;
    Require.that(
        length <= RecordFormat.MAX_LENGTH - RecordFormat.ALIGNMENT, "a record of %d bytes", length);
    sink.reserve(RecordFormat.align(length) - length);
    RecordFormat.finish(sink.array(), start, sink.size() - start);
    count(Bytes.getInt(sink.array(), start + RecordFormat.CRC));
  }

  private void count(int recordCrc) {
    records++;
    batchCrc = chain(batchCrc, recordCrc);
  }
}
