package dev.mneme.memory;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A short text with a time, typed attributes and an embedding. Its namespace is that of the place
 * it is added to. Immutable. Two are equal if all of that is.
 */
public final class Memory {
  private final String id;
  private final String text;
  private final Instant time;
  private final SortedMap<String, AttributeValue> attributes;
  private final Optional<Embedding> embedding;
  private final Optional<Instant> expires;

  private Memory(Builder made, String id, Instant time) {
    this.id = id;
    this.text = Require.given(made.text, "the text of memory '%s' is null", id);
    this.time = time.truncatedTo(ChronoUnit.MILLIS);
    this.attributes = Collections.unmodifiableSortedMap(made.attributes);
    this.embedding =
        made.origin == null
            ? Optional.ofNullable(made.embedding)
            : made.origin.embeddingFor(made.text);
    this.expires = Optional.ofNullable(made.expires).map(at -> at.truncatedTo(ChronoUnit.MILLIS));
  }

  /** Unique within a namespace; a time-ordered random one where none was given. */
  public String id() {
    return id;
  }

  /** May be empty where there is an embedding. */
  public String text() {
    return text;
  }

  /**
   * When the remembered thing happened, in milliseconds; the building instant where none was given.
   */
  public Instant time() {
    return time;
  }

  /** Sorted by key; cannot be changed. */
  public SortedMap<String, AttributeValue> attributes() {
    return attributes;
  }

  /** Absent where the engine shall make it from the text, or where the memory has none. */
  public Optional<Embedding> embedding() {
    return embedding;
  }

  /** From this instant on the memory is not found any more. */
  public Optional<Instant> expires() {
    return expires;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Memory that
        && id.equals(that.id)
        && text.equals(that.text)
        && time.equals(that.time)
        && attributes.equals(that.attributes)
        && embedding.equals(that.embedding)
        && expires.equals(that.expires);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, text, time, attributes, embedding, expires);
  }

  @Override
  public String toString() {
    return "Memory[id=%s, text=%s, time=%s, attributes=%s, embedding=%s, expires=%s]"
        .formatted(id, text, time, attributes, embedding, expires);
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
    private SortedMap<String, AttributeValue> attributes = new TreeMap<>();

    /** Whether a memory that was built has the attributes, so that they may not change. */
    private boolean attributesAreGiven;

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
      givenKey(key);
      given(key, value);
      if (attributesAreGiven) {
        attributes = new TreeMap<>(attributes);
        attributesAreGiven = false;
      }
      attributes.put(key, value);
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
      attributesAreGiven = true;
      return new Memory(this, id == null ? MemoryIds.next(now) : id, time == null ? now : time);
    }
  }
}
