package dev.mneme.memory;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
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
    if (id == null || text == null || time == null) {
      String missing = id == null ? "id" : text == null ? "text" : "time";
      throw new InvalidRequestException("the " + missing + " of memory '" + id + "' is null");
    }
    time = time.truncatedTo(ChronoUnit.MILLIS);
    expires = expires.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS));
    var byKey =
        new TreeMap<String, AttributeValue>(); // not the copy constructor: it keeps a foreign order
    attributes.forEach((key, value) -> byKey.put(givenKey(key), given(key, value)));
    attributes = Collections.unmodifiableSortedMap(byKey);
  }

  private static String givenKey(@Nullable String key) {
    if (key == null) {
      throw new InvalidRequestException("an attribute has null for its key");
    }
    return key;
  }

  private static <T> T given(String key, @Nullable T value) {
    if (value == null) {
      throw new InvalidRequestException("attribute '" + key + "' is null");
    }
    return value;
  }

  /** Starts a memory with a text. */
  public static Builder text(String text) {
    return new Builder().text(text);
  }

  /** Starts an empty memory, for those that have a vector only. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder that starts with everything that this memory has, its id included. Its embedding
   * belongs to its text: where another text is set and no embedding, the new memory has none, so
   * that the engine makes one of the new text. A memory without words keeps its embedding, which
   * was not made from them.
   */
  public Builder toBuilder() {
    var builder = new Builder().id(id).text(text).time(time).attributes(attributes);
    builder.origin = this;
    expires.ifPresent(builder::expires);
    return builder;
  }

  /** The embedding, where it holds for this text as well. */
  Optional<Embedding> embeddingFor(String newText) {
    return newText.equals(text) || text.isBlank() ? embedding : Optional.empty();
  }

  /**
   * Not thread-safe. What is set last counts, in whichever order: an embedding that is set stays,
   * whether the text is set before or after it.
   */
  public static final class Builder {
    private @Nullable String id;
    private String text = "";
    private @Nullable Instant time;
    private final SortedMap<String, AttributeValue> attributes = new TreeMap<>();
    private @Nullable Embedding embedding;
    private @Nullable Instant expires;

    /** Whose embedding holds where none is set. */
    private @Nullable Memory origin;

    private Builder() {}

    public Builder id(String id) {
      this.id = id;
      return this;
    }

    /** Another text than that of the memory that the builder began with drops its embedding. */
    public Builder text(String text) {
      this.text = text;
      return this;
    }

    public Builder time(Instant time) {
      this.time = time;
      return this;
    }

    public Builder attribute(String key, AttributeValue value) {
      attributes.put(givenKey(key), given(key, value));
      return this;
    }

    public Builder attribute(String key, String value) {
      return attribute(key, AttributeValue.of(given(key, value)));
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
      return attribute(key, AttributeValue.of(given(key, value)));
    }

    public Builder attribute(String key, List<String> values) {
      given(key, values);
      for (int i = 0; i < values.size(); i++) {
        Require.given(values.get(i), "attribute '%s' has null at index %d", key, i);
      }
      return attribute(key, AttributeValue.ofStrings(values));
    }

    public Builder attributes(Map<String, ? extends AttributeValue> all) {
      all.forEach(this::attribute);
      return this;
    }

    public Builder embedding(Embedding embedding) {
      this.embedding = embedding;
      origin = null;
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
          origin == null ? Optional.ofNullable(embedding) : origin.embeddingFor(text),
          Optional.ofNullable(expires));
    }
  }
}
