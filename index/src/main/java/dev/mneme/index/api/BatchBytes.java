package dev.mneme.index.api;

import dev.mneme.core.text.Utf8;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Memory;

/** How much one call may write: it is encoded as a whole, so that it has to fit the heap. */
public final class BatchBytes {
  /** What a record has beside names, text, vector and attributes, at most. */
  private static final int RECORD_BYTES = 128;

  private static final int ATTRIBUTE_BYTES = 16;

  private BatchBytes() {}

  /**
   * The most bytes that the memories of one call may have together, encoded: an eighth of the heap,
   * at least 4 and at most 512 MiB. They are encoded as a whole, since they are written as a whole.
   */
  public static long most() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 8, 4L << 20, 512L << 20);
  }

  /**
   * About how many bytes a memory takes encoded, its vector included if it has one.
   *
   * @param namespace as valid as the limits want it, as the memory is
   */
  public static long of(String namespace, Memory memory) {
    long bytes =
        RECORD_BYTES
            + Utf8.length(namespace)
            + Utf8.length(memory.id())
            + Utf8.length(memory.text())
            + memory.embedding().map(vector -> (long) Float.BYTES * vector.dimension()).orElse(0L);
    for (var attribute : memory.attributes().entrySet()) {
      bytes += ATTRIBUTE_BYTES + Utf8.length(attribute.getKey());
      bytes += valueBytes(attribute.getValue());
    }
    return bytes;
  }

  private static long valueBytes(AttributeValue value) {
    return switch (value) {
      case AttributeValue.StringValue(var string) -> Utf8.length(string);
      case AttributeValue.JsonValue(var json) -> Utf8.length(json);
      case AttributeValue.Scalar _ -> Long.BYTES;
      case AttributeValue.ListValue list ->
          list.values().stream().mapToLong(one -> ATTRIBUTE_BYTES + valueBytes(one)).sum();
    };
  }

  /**
   * Checks that a call does not bring more than can be written at once.
   *
   * @throws InvalidRequestException if it does
   */
  public static void check(long bytes) {
    if (bytes > most()) {
      throw new InvalidRequestException(
          "one call brings %d bytes, at most %d (an eighth of the heap) are written at once; make several calls"
              .formatted(bytes, most()));
    }
  }
}
