package dev.mneme.core.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A short text with a time, typed attributes and an embedding. Its namespace is that of the place
 * it is added to. Immutable.
 *
 * @param id unique within a namespace; {@link Builder#build} makes a time-ordered random one where
 *     none is given
 * @param text may be empty where there is an embedding
 * @param time when the remembered thing happened, in milliseconds; the building instant where none
 *     is given
 * @param attributes sorted by key
 * @param embedding absent where the engine shall make it from the text, or where the memory has
 *     none
 * @param expires from this instant on the memory is not found any more
 */
public record Memory(
    String id,
    String text,
    Instant time,
    SortedMap<String, AttributeValue> attributes,
    Optional<Embedding> embedding,
    Optional<Instant> expires) {

  public Memory {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    expires = expires.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS));
    var byKey =
        new TreeMap<String, AttributeValue>(); // not the copy constructor: it keeps a foreign order
    byKey.putAll(attributes);
    attributes = Collections.unmodifiableSortedMap(byKey);
  }

  /** Starts a memory with a text. */
  public static Builder text(String text) {
    return new Builder().text(text);
  }

  /** Starts an empty memory, for those that have a vector only. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with everything that this memory has, its id included. */
  public Builder toBuilder() {
    var builder = new Builder().id(id).text(text).time(time).attributes(attributes);
    embedding.ifPresent(builder::embedding);
    expires.ifPresent(builder::expires);
    return builder;
  }

  /** Not thread-safe. */
  public static final class Builder {
    private @Nullable String id;
    private String text = "";
    private @Nullable Instant time;
    private final SortedMap<String, AttributeValue> attributes = new TreeMap<>();
    private @Nullable Embedding embedding;
    private @Nullable Instant expires;

    private Builder() {}

    public Builder id(String id) {
      this.id = id;
      return this;
    }

    public Builder text(String text) {
      this.text = text;
      return this;
    }

    public Builder time(Instant time) {
      this.time = time;
      return this;
    }

    public Builder attribute(String key, AttributeValue value) {
      attributes.put(key, value);
      return this;
    }

    public Builder attribute(String key, String value) {
      return attribute(key, AttributeValue.of(value));
    }

    public Builder attribute(String key, boolean value) {
      return attribute(key, AttributeValue.of(value));
    }

    public Builder attribute(String key, long value) {
      return attribute(key, AttributeValue.of(value));
    }

    public Builder attribute(String key, double value) {
      return attribute(key, AttributeValue.of(value));
    }

    public Builder attribute(String key, Instant value) {
      return attribute(key, AttributeValue.of(value));
    }

    public Builder attribute(String key, List<String> values) {
      return attribute(key, AttributeValue.ofStrings(values));
    }

    public Builder attributes(Map<String, ? extends AttributeValue> all) {
      attributes.putAll(all);
      return this;
    }

    public Builder embedding(Embedding embedding) {
      this.embedding = embedding;
      return this;
    }

    public Builder embedding(float... values) {
      return embedding(Embedding.of(values));
    }

    public Builder expires(Instant expires) {
      this.expires = expires;
      return this;
    }

    public Memory build() {
      var now = time == null || id == null ? Instant.now() : time;
      return new Memory(
          id == null ? MemoryIds.next(now) : id,
          text,
          time == null ? now : time,
          attributes,
          Optional.ofNullable(embedding),
          Optional.ofNullable(expires));
    }
  }
}
