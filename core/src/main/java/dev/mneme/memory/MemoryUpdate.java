package dev.mneme.memory;

import dev.mneme.core.check.Require;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A partial change of a memory: what is not named stays. A new text without a new embedding drops
 * an embedding that was made from the old text, so that the engine makes a new one where it has an
 * embedder. Immutable.
 *
 * @param removeExpiry whether the memory shall not expire any more
 */
public record MemoryUpdate(
    Optional<String> text,
    Optional<Instant> time,
    Map<String, AttributeValue> setAttributes,
    Set<String> removeAttributes,
    Optional<Embedding> embedding,
    Optional<Instant> expires,
    boolean removeExpiry) {

  public MemoryUpdate {
    setAttributes.forEach(
        (key, value) -> {
          Require.given(key, "an attribute has null for its key");
          Require.given(value, "attribute '%s' is null", key);
        });
    removeAttributes.forEach(
        key -> Require.given(key, "the key of an attribute to remove is null"));
    setAttributes = Map.copyOf(setAttributes);
    removeAttributes = Set.copyOf(removeAttributes);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The memory after this change. */
  public Memory applyTo(Memory memory) {
    var attributes = new TreeMap<>(memory.attributes());
    removeAttributes.forEach(attributes::remove);
    attributes.putAll(setAttributes);
    var newText = text.orElse(memory.text());
    return new Memory(
        memory.id(),
        newText,
        time.orElse(memory.time()),
        attributes,
        embedding.or(() -> memory.embeddingFor(newText)),
        expires.or(() -> removeExpiry ? Optional.empty() : memory.expires()));
  }

  /** Not thread-safe. */
  public static final class Builder {
    private @Nullable String text;
    private @Nullable Instant time;
    private final Map<String, AttributeValue> setAttributes = new TreeMap<>();
    private final Set<String> removeAttributes = new TreeSet<>();
    private @Nullable Embedding embedding;
    private @Nullable Instant expires;
    private boolean removeExpiry;

    private Builder() {}

    public Builder text(String text) {
      this.text = text;
      return this;
    }

    public Builder time(Instant time) {
      this.time = time;
      return this;
    }

    public Builder attribute(String key, AttributeValue value) {
      Require.given(key, "an attribute has null for its key");
      Require.given(value, "attribute '%s' is null", key);
      setAttributes.put(key, value);
      removeAttributes.remove(key);
      return this;
    }

    public Builder attribute(String key, String value) {
      Require.given(value, "attribute '%s' is null", key);
      return attribute(key, AttributeValue.of(value));
    }

    public Builder removeAttribute(String key) {
      Require.given(key, "the key of an attribute to remove is null");
      removeAttributes.add(key);
      setAttributes.remove(key);
      return this;
    }

    public Builder embedding(Embedding embedding) {
      this.embedding = embedding;
      return this;
    }

    public Builder expires(Instant expires) {
      this.expires = expires;
      removeExpiry = false;
      return this;
    }

    public Builder neverExpires() {
      expires = null;
      removeExpiry = true;
      return this;
    }

    public MemoryUpdate build() {
      return new MemoryUpdate(
          Optional.ofNullable(text),
          Optional.ofNullable(time),
          setAttributes,
          removeAttributes,
          Optional.ofNullable(embedding),
          Optional.ofNullable(expires),
          removeExpiry);
    }
  }
}
