package dev.mneme.memory;

import dev.mneme.core.check.Require;
import dev.mneme.core.text.Utf8;
import dev.mneme.error.InvalidRequestException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the engine accepts, checked before anything is written or searched. Sizes are bytes of UTF-8
 * unless they say otherwise. Immutable; the checks allocate nothing where they pass.
 *
 * <pre>{@code
 * Limits.defaults().maxTextBytes(4 << 20).maxAttributes(200)
 * }</pre>
 */
public final class Limits {

  /** The limits, in the order of {@link #values}. */
  private enum Kind {
    DIMENSION("maxDimension", 8_192),
    ID_BYTES("maxIdBytes", 512),
    NAMESPACE_BYTES("maxNamespaceBytes", 256),
    TEXT_BYTES("maxTextBytes", 1 << 20),
    ATTRIBUTES("maxAttributes", 64),
    ATTRIBUTE_KEY_BYTES("maxAttributeKeyBytes", 128),
    ATTRIBUTE_VALUE_BYTES("maxAttributeValueBytes", 8 << 10),
    LIMIT("maxLimit", 10_000),
    WINDOW("maxWindow", 100_000),
    FILTER_NODES("maxFilterNodes", 1_024),
    FILTER_DEPTH("maxFilterDepth", 32),
    QUERY_BYTES("maxQueryBytes", 64 << 10),
    FILTER_VALUES("maxFilterValues", 1 << 16);

    final String shown;
    final int usual;

    Kind(String shown, int usual) {
      this.shown = shown;
      this.usual = usual;
    }
  }

  /**
   * Filters are walked recursively, so their depth is bounded by the stack of a thread whatever the
   * options say.
   */
  public static final int DEEPEST_FILTER = 512;

  /** Levels of arrays and objects in an attribute that is JSON. */
  public static final int DEEPEST_JSON = 100;

  /**
   * The last instant that a memory may carry: 9999-12-31T23:59:59.999Z; the first is its mirror,
   * year -9999.
   */
  public static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

  public static final Instant MIN_TIME = Instant.parse("-9999-01-01T00:00:00Z");

  private static final Limits DEFAULTS =
      new Limits(Arrays.stream(Kind.values()).mapToInt(kind -> kind.usual).toArray());

  private final int[] values;

  private Limits(int[] values) {
    this.values = values;
  }

  /** What suits most: each limit as docs/limits.md says. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  private Limits with(Kind kind, int most) {
    Require.that(most > 0, "%s must be positive, not %d", kind.shown, most);
    Require.that(
        kind != Kind.FILTER_DEPTH || most <= DEEPEST_FILTER,
        "maxFilterDepth %d is above %d",
        most,
        DEEPEST_FILTER);
    var changed = values.clone();
    changed[kind.ordinal()] = most;
    return new Limits(changed);
  }

  /** The most components of a vector. */
  public int maxDimension() {
    return values[Kind.DIMENSION.ordinal()];
  }

  /** A copy with another limit; see {@link #maxDimension()}. */
  public Limits maxDimension(int most) {
    return with(Kind.DIMENSION, most);
  }

  /** The most bytes of an id. */
  public int maxIdBytes() {
    return values[Kind.ID_BYTES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxIdBytes()}. */
  public Limits maxIdBytes(int most) {
    return with(Kind.ID_BYTES, most);
  }

  /** The most bytes of the name of a namespace. */
  public int maxNamespaceBytes() {
    return values[Kind.NAMESPACE_BYTES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxNamespaceBytes()}. */
  public Limits maxNamespaceBytes(int most) {
    return with(Kind.NAMESPACE_BYTES, most);
  }

  /** The most bytes of a text, and of an attribute that is JSON. */
  public int maxTextBytes() {
    return values[Kind.TEXT_BYTES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxTextBytes()}. */
  public Limits maxTextBytes(int most) {
    return with(Kind.TEXT_BYTES, most);
  }

  /** The most attributes of one memory. */
  public int maxAttributes() {
    return values[Kind.ATTRIBUTES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxAttributes()}. */
  public Limits maxAttributes(int most) {
    return with(Kind.ATTRIBUTES, most);
  }

  /** The most bytes of the key of an attribute. */
  public int maxAttributeKeyBytes() {
    return values[Kind.ATTRIBUTE_KEY_BYTES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxAttributeKeyBytes()}. */
  public Limits maxAttributeKeyBytes(int most) {
    return with(Kind.ATTRIBUTE_KEY_BYTES, most);
  }

  /**
   * The most bytes of all elements of a value together; a number, boolean or instant counts 8, an
   * element of a list at least 1.
   */
  public int maxAttributeValueBytes() {
    return values[Kind.ATTRIBUTE_VALUE_BYTES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxAttributeValueBytes()}. */
  public Limits maxAttributeValueBytes(int most) {
    return with(Kind.ATTRIBUTE_VALUE_BYTES, most);
  }

  /** The most hits of one page. */
  public int maxLimit() {
    return values[Kind.LIMIT.ordinal()];
  }

  /** A copy with another limit; see {@link #maxLimit()}. */
  public Limits maxLimit(int most) {
    return with(Kind.LIMIT, most);
  }

  /** The most that offset and limit of one page may come to. */
  public int maxWindow() {
    return values[Kind.WINDOW.ordinal()];
  }

  /** A copy with another limit; see {@link #maxWindow()}. */
  public Limits maxWindow(int most) {
    return with(Kind.WINDOW, most);
  }

  /** The most nodes of a filter tree; an IN is one, whatever its values. */
  public int maxFilterNodes() {
    return values[Kind.FILTER_NODES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxFilterNodes()}. */
  public Limits maxFilterNodes(int most) {
    return with(Kind.FILTER_NODES, most);
  }

  /**
   * The most levels of a filter tree; a single condition is 1. At most {@value #DEEPEST_FILTER}.
   */
  public int maxFilterDepth() {
    return values[Kind.FILTER_DEPTH.ordinal()];
  }

  /** A copy with another limit; see {@link #maxFilterDepth()}. */
  public Limits maxFilterDepth(int most) {
    return with(Kind.FILTER_DEPTH, most);
  }

  /** The most bytes of the text of a query. */
  public int maxQueryBytes() {
    return values[Kind.QUERY_BYTES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxQueryBytes()}. */
  public Limits maxQueryBytes(int most) {
    return with(Kind.QUERY_BYTES, most);
  }

  /** The most values of all IN of a filter together. */
  public int maxFilterValues() {
    return values[Kind.FILTER_VALUES.ordinal()];
  }

  /** A copy with another limit; see {@link #maxFilterValues()}. */
  public Limits maxFilterValues(int most) {
    return with(Kind.FILTER_VALUES, most);
  }

  /**
   * Checks everything about a memory that does not depend on the store. Linear in its size.
   *
   * @throws InvalidRequestException naming the first limit that is broken
   */
  public void check(String namespace, Memory memory) {
    checkNamespace(namespace);
    checkId(memory.id());
    checkSize("text", memory.text(), maxTextBytes());
    if (memory.text().isBlank() && memory.embedding().isEmpty()) {
      throw new InvalidRequestException("memory '" + memory.id() + "' has neither text nor vector");
    }
    checkTime("time", memory.time());
    if (memory.expires().isPresent()) {
      checkTime("expires", memory.expires().get());
    }
    if (memory.attributes().size() > maxAttributes()) {
      throw new InvalidRequestException(
          "memory '%s' has %d attributes, at most %d are allowed"
              .formatted(memory.id(), memory.attributes().size(), maxAttributes()));
    }
    memory.attributes().forEach(this::checkAttribute);
    if (memory.embedding().isPresent()) {
      checkDimension(memory.embedding().get().dimension());
    }
  }

  public void checkNamespace(String namespace) {
    checkName("namespace", namespace, maxNamespaceBytes());
  }

  public void checkId(String id) {
    checkName("id", id, maxIdBytes());
  }

  public void checkDimension(int dimension) {
    if (dimension < 1 || dimension > maxDimension()) {
      throw new InvalidRequestException(
          "a vector of " + dimension + " dimensions is outside 1 to " + maxDimension());
    }
  }

  public void checkQuery(String text) {
    checkSize("query", text, maxQueryBytes());
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
        checkSize("attribute '" + key + "'", json, maxTextBytes());
        JsonText.check(key, json);
      }
    }
  }

  public void checkAttributeKey(String key) {
    checkName("attribute key", key, maxAttributeKeyBytes());
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
    if (bytes > maxAttributeValueBytes()) {
      throw new InvalidRequestException(
          "attribute '" + key + "' has over " + maxAttributeValueBytes() + " bytes");
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

  @Override
  public boolean equals(Object other) {
    return other instanceof Limits that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.stream(Kind.values())
        .map(kind -> kind.shown + "=" + values[kind.ordinal()])
        .collect(Collectors.joining(", ", "Limits[", "]"));
  }
}
