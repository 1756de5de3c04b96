package dev.mneme.core.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What the engine accepts, checked before anything is written or searched. Sizes are bytes of UTF-8 unless they say
 * otherwise.
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
    int maxQueryBytes) {

  /** The last instant that a memory may carry: 9999-12-31T23:59:59.999Z; the first is its mirror, year -9999. */
  public static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

  public static final Instant MIN_TIME = Instant.parse("-9999-01-01T00:00:00Z");

  public static Limits defaults() {
    return new Limits(8_192, 512, 256, 1 << 20, 64, 128, 8 << 10, 10_000, 100_000, 1_024, 32, 64 << 10);
  }

  /**
   * Checks everything about a memory that does not depend on the store.
   *
   * @throws InvalidRequest naming the first limit that is broken
   */
  public void check(String namespace, Memory memory) {
    checkNamespace(namespace);
    checkId(memory.id());
    checkSize("text", memory.text(), maxTextBytes);
    InvalidRequest.require(
        !memory.text().isBlank() || memory.embedding().isPresent(),
        "memory '%s' has neither text nor vector",
        memory.id());
    checkTime("time", memory.time());
    memory.expires().ifPresent(expires -> checkTime("expires", expires));
    InvalidRequest.require(
        memory.attributes().size() <= maxAttributes,
        "memory '%s' has %d attributes, at most %d are allowed",
        memory.id(),
        memory.attributes().size(),
        maxAttributes);
    memory.attributes().forEach(this::checkAttribute);
    memory.embedding().ifPresent(embedding -> checkDimension(embedding.dimension()));
  }

  public void checkNamespace(String namespace) {
    InvalidRequest.require(!namespace.isEmpty(), "a namespace must not be empty");
    checkSize("namespace", namespace, maxNamespaceBytes);
  }

  public void checkId(String id) {
    InvalidRequest.require(!id.isEmpty(), "an id must not be empty");
    checkSize("id", id, maxIdBytes);
  }

  public void checkDimension(int dimension) {
    InvalidRequest.require(
        dimension >= 1 && dimension <= maxDimension,
        "a vector of %d dimensions is outside 1 to %d",
        dimension,
        maxDimension);
  }

  public void checkQuery(String text) {
    checkSize("query", text, maxQueryBytes);
  }

  private void checkAttribute(String key, AttributeValue value) {
    InvalidRequest.require(!key.isEmpty(), "an attribute key must not be empty");
    checkSize("attribute key", key, maxAttributeKeyBytes);
    int bytes = 0;
    for (var scalar : value.scalars()) {
      bytes += scalar instanceof AttributeValue.StringValue string ? checkedBytes("attribute", string.value()) : 8;
      InvalidRequest.require(
          bytes <= maxAttributeValueBytes, "attribute '%s' has over %d bytes", key, maxAttributeValueBytes);
    }
  }

  private static void checkTime(String what, Instant time) {
    InvalidRequest.require(
        !time.isBefore(MIN_TIME) && !time.isAfter(MAX_TIME), "%s %s is outside the years -9999 to 9999", what, time);
  }

  private static void checkSize(String what, String value, int maxBytes) {
    int bytes = checkedBytes(what, value);
    InvalidRequest.require(bytes <= maxBytes, "%s has %d bytes, at most %d are allowed", what, bytes, maxBytes);
  }

  /** The UTF-8 length; an unpaired surrogate is refused, because it would not come back as it was given. */
  private static int checkedBytes(String what, String value) {
    InvalidRequest.require(
        StandardCharsets.UTF_8.newEncoder().canEncode(value),
        "%s holds an unpaired surrogate and is not valid Unicode",
        what);
    return utf8Length(value);
  }

  private static int utf8Length(String value) {
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
