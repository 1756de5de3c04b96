package dev.mneme.memory;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the engine accepts, checked before anything is written or searched. Sizes are bytes of UTF-8
 * unless they say otherwise. Immutable; the checks allocate nothing where they pass.
 *
 * @param maxDimension components of a vector
 * @param maxTextBytes of a text, and of an attribute that is JSON
 * @param maxAttributes attributes of one memory
 * @param maxAttributeValueBytes of all elements together; a number, boolean or instant counts 8, an
 *     element of a list at least 1
 * @param maxLimit hits of one page
 * @param maxWindow offset and limit of one page together
 * @param maxFilterNodes nodes of a filter tree, an IN being one whatever its values
 * @param maxFilterDepth levels of a filter tree, a single condition being 1; at most {@value
 *     #DEEPEST_FILTER}
 * @param maxQueryBytes of the text of a query
 * @param maxFilterValues values of all IN of a filter together
 */
public record Limits(
    int maxDimension,
    int maxIdBytes,
    int maxNamespaceBytes,
    int maxTextBytes,
    int maxAttributes,
    int maxAttributeKeyBytes,
    int maxAttributeValueBytes,
    int maxLimit,
    int maxWindow,
    int maxFilterNodes,
    int maxFilterDepth,
    int maxQueryBytes,
    int maxFilterValues) {

  /**
   * Filters are walked recursively, so their depth is bounded by the stack of a thread whatever the
   * options say.
   */
  public static final int DEEPEST_FILTER = 512;

  /** What a record has beside names, text, vector and attributes, at most. */
  private static final int RECORD_BYTES = 128;

  private static final int ATTRIBUTE_BYTES = 16;

  /** Enough for tens of thousands of ids, and small enough to be held many times over. */
  private static final int DEFAULT_FILTER_VALUES = 1 << 16;

  /** Levels of arrays and objects in an attribute that is JSON. */
  public static final int DEEPEST_JSON = 100;

  /**
   * The last instant that a memory may carry: 9999-12-31T23:59:59.999Z; the first is its mirror,
   * year -9999.
   */
  public static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

  public static final Instant MIN_TIME = Instant.parse("-9999-01-01T00:00:00Z");

  public Limits {
    requirePositive("maxDimension", maxDimension);
    requirePositive("maxIdBytes", maxIdBytes);
    requirePositive("maxNamespaceBytes", maxNamespaceBytes);
    requirePositive("maxTextBytes", maxTextBytes);
    requirePositive("maxAttributes", maxAttributes);
    requirePositive("maxAttributeKeyBytes", maxAttributeKeyBytes);
    requirePositive("maxAttributeValueBytes", maxAttributeValueBytes);
    requirePositive("maxLimit", maxLimit);
    requirePositive("maxWindow", maxWindow);
    requirePositive("maxFilterNodes", maxFilterNodes);
    requirePositive("maxFilterDepth", maxFilterDepth);
    requirePositive("maxQueryBytes", maxQueryBytes);
    requirePositive("maxFilterValues", maxFilterValues);
    Require.that(
        maxFilterDepth <= DEEPEST_FILTER,
        "maxFilterDepth %d is above %d",
        maxFilterDepth,
        DEEPEST_FILTER);
  }

  /**
   * The most bytes that the memories of one call may have together, encoded: an eighth of the heap,
   * at least 4 and at most 512 MiB. They are encoded as a whole, since they are written as a whole.
   */
  public static long maxBatchBytes() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 8, 4L << 20, 512L << 20);
  }

  /**
   * About how many bytes a memory takes encoded, its vector included if it has one.
   *
   * @param namespace as valid as {@link #check} wants it, as the memory is
   */
  public static long encodedBytes(String namespace, Memory memory) {
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
  public static void checkBatch(long bytes) {
    if (bytes > maxBatchBytes()) {
      throw new InvalidRequestException(
          "one call brings %d bytes, at most %d (an eighth of the heap) are written at once; make several calls"
              .formatted(bytes, maxBatchBytes()));
    }
  }

  /** With the default of {@code maxFilterValues}. */
  public Limits(
      int maxDimension,
      int maxIdBytes,
      int maxNamespaceBytes,
      int maxTextBytes,
      int maxAttributes,
      int maxAttributeKeyBytes,
      int maxAttributeValueBytes,
      int maxLimit,
      int maxWindow,
      int maxFilterNodes,
      int maxFilterDepth,
      int maxQueryBytes) {
    this(
        maxDimension,
        maxIdBytes,
        maxNamespaceBytes,
        maxTextBytes,
        maxAttributes,
        maxAttributeKeyBytes,
        maxAttributeValueBytes,
        maxLimit,
        maxWindow,
        maxFilterNodes,
        maxFilterDepth,
        maxQueryBytes,
        DEFAULT_FILTER_VALUES);
  }

  public static Limits defaults() {
    return new Limits(
        8_192, 512, 256, 1 << 20, 64, 128, 8 << 10, 10_000, 100_000, 1_024, 32, 64 << 10);
  }

  /**
   * Checks everything about a memory that does not depend on the store. Linear in its size.
   *
   * @throws InvalidRequestException naming the first limit that is broken
   */
  public void check(String namespace, Memory memory) {
    checkNamespace(namespace);
    checkId(memory.id());
    checkSize("text", memory.text(), maxTextBytes);
    if (memory.text().isBlank() && memory.embedding().isEmpty()) {
      throw new InvalidRequestException("memory '" + memory.id() + "' has neither text nor vector");
    }
    checkTime("time", memory.time());
    if (memory.expires().isPresent()) {
      checkTime("expires", memory.expires().get());
    }
    if (memory.attributes().size() > maxAttributes) {
      throw new InvalidRequestException(
          "memory '%s' has %d attributes, at most %d are allowed"
              .formatted(memory.id(), memory.attributes().size(), maxAttributes));
    }
    memory.attributes().forEach(this::checkAttribute);
    if (memory.embedding().isPresent()) {
      checkDimension(memory.embedding().get().dimension());
    }
  }

  public void checkNamespace(String namespace) {
    checkName("namespace", namespace, maxNamespaceBytes);
  }

  public void checkId(String id) {
    checkName("id", id, maxIdBytes);
  }

  public void checkDimension(int dimension) {
    if (dimension < 1 || dimension > maxDimension) {
      throw new InvalidRequestException(
          "a vector of " + dimension + " dimensions is outside 1 to " + maxDimension);
    }
  }

  public void checkQuery(String text) {
    checkSize("query", text, maxQueryBytes);
  }

  /** Checks an attribute of a memory, or what a filter compares one with. */
  public void checkAttribute(String key, AttributeValue value) {
    checkAttributeKey(key);
    switch (value) {
      case AttributeValue.Scalar scalar -> checkBytes(key, scalarBytes(key, scalar));
      case AttributeValue.ListValue list -> {
        long bytes = 0;
        for (var element : list.values()) {
          bytes += Math.max(1, scalarBytes(key, element)); // no unbounded lists of empty strings
          checkBytes(key, bytes);
        }
      }
      case AttributeValue.JsonValue(var json) -> {
        checkSize("attribute '" + key + "'", json, maxTextBytes);
        JsonText.check(key, json);
      }
    }
  }

  public void checkAttributeKey(String key) {
    checkName("attribute key", key, maxAttributeKeyBytes);
  }

  private static long scalarBytes(String key, AttributeValue.Scalar scalar) {
    if (!(scalar instanceof AttributeValue.StringValue(var string))) {
      return 8;
    }
    long bytes = Utf8.length(string);
    if (bytes == Utf8.UNPAIRED_SURROGATE) {
      throw notUnicode("attribute '" + key + "'");
    }
    return bytes;
  }

  private void checkBytes(String key, long bytes) {
    if (bytes > maxAttributeValueBytes) {
      throw new InvalidRequestException(
          "attribute '" + key + "' has over " + maxAttributeValueBytes + " bytes");
    }
  }

  private static void checkTime(String what, Instant time) {
    if (!isInRange(time)) {
      throw new InvalidRequestException(what + " " + time + " is outside the years -9999 to 9999");
    }
  }

  /** Whether a memory may carry this instant. */
  public static boolean isInRange(Instant time) {
    return !time.isBefore(MIN_TIME) && !time.isAfter(MAX_TIME);
  }

  private static void checkName(String what, @Nullable String value, int maxBytes) {
    if (value == null || value.isEmpty()) {
      throw new InvalidRequestException(what + " must not be empty");
    }
    checkSize(what, value, maxBytes);
  }

  /** An unpaired surrogate is refused, because it would not come back as it was given. */
  private static void checkSize(String what, String value, int maxBytes) {
    long bytes = Utf8.length(value);
    if (bytes == Utf8.UNPAIRED_SURROGATE) {
      throw notUnicode(what);
    }
    if (bytes > maxBytes) {
      throw new InvalidRequestException(
          what + " has " + bytes + " bytes, at most " + maxBytes + " are allowed");
    }
  }

  private static InvalidRequestException notUnicode(String what) {
    return new InvalidRequestException(
        what + " holds an unpaired surrogate and is not valid Unicode");
  }

  private static void requirePositive(String name, int limit) {
    Require.that(limit > 0, "%s must be positive, not %d", name, limit);
  }
}
