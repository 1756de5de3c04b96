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
 */
public final class MemoryUpdate {
  private final Optional<String> text;
  private final Optional<Instant> time;
  private final Map<String, AttributeValue> setAttributes;
  private final Set<String> removeAttributes;
  private final Optional<Embedding> embedding;
  private final Optional<Instant> expires;
  private final boolean removeExpiry;

  private MemoryUpdate(Builder made) {
    text = Optional.ofNullable(made.text);
    time = Optional.ofNullable(made.time);
    setAttributes = Map.copyOf(made.setAttributes);
    removeAttributes = Set.copyOf(made.removeAttributes);
    embedding = Optional.ofNullable(made.embedding);
    expires = Optional.ofNullable(made.expires);
    removeExpiry = made.removeExpiry;
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
    var changed =
        Memory.builder()
            .id(memory.id())
            .text(newText)
            .time(time.orElse(memory.time()))
            .attributes(attributes);
    embedding.or(() -> memory.embeddingFor(newText)).ifPresent(changed::embedding);
    expires
        .or(() -> removeExpiry ? Optional.empty() : memory.expires())
        .ifPresent(changed::expires);
    return changed.build();
  }

  /** The text after this change, where it changes the text. */
  public Optional<String> text() {
    return text;
  }

  /** The embedding after this change, where it brings one. */
  public Optional<Embedding> embedding() {
    return embedding;
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
      return new MemoryUpdate(this);
    }
  }
}
