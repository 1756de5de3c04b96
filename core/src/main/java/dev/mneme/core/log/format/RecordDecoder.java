package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Turns the bytes of one record, whose CRC has been checked, into the record. Whatever the bytes
 * say, it fails with a {@link RuntimeException} at worst; callers report that as corruption.
 */
public final class RecordDecoder {
  private RecordDecoder() {}

  public static LogRecord decode(byte[] record) {
    return record[RecordFormat.KIND] == RecordFormat.DELETE
        ? decodeDelete(record)
        : decodePut(record);
  }

  public static LogRecord.Put decodePut(byte[] record) {
    if (record[RecordFormat.KIND] != RecordFormat.PUT) {
      throw new IllegalArgumentException("there is no memory here");
    }
    int dimension = Bytes.getInt(record, RecordFormat.DIMENSION);
    int vectorBytes = Math.multiplyExact(dimension, Float.BYTES);
    var source =
        new ByteSource(record, RecordFormat.VECTOR + vectorBytes, bodyLength(record, vectorBytes));
    String namespace =
        source.nextString(Bytes.getUnsignedShort(record, RecordFormat.NAMESPACE_BYTES));
    String id = source.nextString(Bytes.getUnsignedShort(record, RecordFormat.ID_BYTES));
    SortedMap<String, AttributeValue> attributes =
        AttributeCodec.decode(Bytes.getUnsignedShort(record, RecordFormat.ATTRIBUTE_COUNT), source);
    if (!source.exhausted()) {
      throw new IllegalArgumentException("the attributes have bytes too many");
    }
    int textAt = RecordFormat.VECTOR + vectorBytes + bodyLength(record, vectorBytes);
    var memory =
        Memory.text(text(record, textAt))
            .id(id)
            .time(Instant.ofEpochMilli(Bytes.getLong(record, RecordFormat.EVENT_TIME)))
            .attributes(attributes);
    vector(record, dimension).ifPresent(memory::embedding);
    expiry(record).ifPresent(memory::expires);
    return new LogRecord.Put(
        Bytes.getLong(record, RecordFormat.SEQUENCE),
        Bytes.getLong(record, RecordFormat.PREVIOUS_SEQUENCE),
        written(record),
        Bytes.getInt(record, RecordFormat.ORDINAL),
        namespace,
        memory.build());
  }

  public static MemoryKey key(byte[] record) {
    var source = keySource(record);
    return new MemoryKey(
        source.nextString(Bytes.getUnsignedShort(record, RecordFormat.NAMESPACE_BYTES)),
        source.nextString(Bytes.getUnsignedShort(record, RecordFormat.ID_BYTES)));
  }

  /** A hash of namespace and id; equal keys have equal hashes. */
  public static long keyHash(byte[] record) {
    var source = keySource(record);
    long hash = Bytes.getUnsignedShort(record, RecordFormat.NAMESPACE_BYTES);
    while (!source.exhausted()) {
      hash = (hash ^ source.nextByte()) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  public static Instant written(byte[] record) {
    return Instant.ofEpochSecond(
        Bytes.getLong(record, RecordFormat.WRITTEN_SECONDS),
        Bytes.getInt(record, RecordFormat.WRITTEN_NANOS));
  }

  private static LogRecord.Delete decodeDelete(byte[] record) {
    var key = key(record);
    return new LogRecord.Delete(
        Bytes.getLong(record, RecordFormat.SEQUENCE),
        Bytes.getLong(record, RecordFormat.PREVIOUS_SEQUENCE),
        written(record),
        key.namespace(),
        key.id());
  }

  private static ByteSource keySource(byte[] record) {
    int from = RecordFormat.DELETE_HEADER;
    if (record[RecordFormat.KIND] == RecordFormat.PUT) {
      from =
          Math.addExact(
              RecordFormat.VECTOR,
              Math.multiplyExact(Bytes.getInt(record, RecordFormat.DIMENSION), Float.BYTES));
    }
    int length =
        Bytes.getUnsignedShort(record, RecordFormat.NAMESPACE_BYTES)
            + Bytes.getUnsignedShort(record, RecordFormat.ID_BYTES);
    return new ByteSource(record, from, length);
  }

  /** Namespace, id and attributes. */
  private static int bodyLength(byte[] record, int vectorBytes) {
    int length =
        Math.addExact(
            Bytes.getUnsignedShort(record, RecordFormat.NAMESPACE_BYTES)
                + Bytes.getUnsignedShort(record, RecordFormat.ID_BYTES),
            Bytes.getInt(record, RecordFormat.ATTRIBUTE_BYTES));
    Objects.checkFromIndexSize(RecordFormat.VECTOR + vectorBytes, length, record.length);
    return length;
  }

  private static String text(byte[] record, int at) {
    int stored = Bytes.getInt(record, RecordFormat.STORED_TEXT_BYTES);
    Objects.checkFromIndexSize(at, stored, record.length);
    return (record[RecordFormat.FLAGS] & RecordFormat.TEXT_COMPRESSED) == 0
        ? new String(record, at, stored, StandardCharsets.UTF_8)
        : TextCodec.decode(record, at, stored, Bytes.getInt(record, RecordFormat.TEXT_BYTES));
  }

  private static Optional<Embedding> vector(byte[] record, int dimension) {
    if (dimension == 0) {
      return Optional.empty();
    }
    var values = new float[dimension];
    for (int i = 0, at = RecordFormat.VECTOR; i < dimension; i++, at += Float.BYTES) {
      values[i] = Float.intBitsToFloat(Bytes.getInt(record, at));
    }
    return Optional.of(Embedding.wrap(values));
  }

  /** When a put expires. */
  public static Optional<Instant> expiry(byte[] record) {
    return (record[RecordFormat.FLAGS] & RecordFormat.HAS_EXPIRY) == 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(Bytes.getLong(record, RecordFormat.EXPIRY)));
  }
}
