package dev.mneme.core.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A partial change of a memory: what is not named stays. A new text without a new embedding drops
 * the old embedding, so that the engine makes a new one where it has an embedder. Immutable.
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
    boolean newText = text.isPresent() && !text.get().equals(memory.text());
    return new Memory(
        memory.id(),
        text.orElse(memory.text()),
        time.orElse(memory.time()),
        attributes,
        embedding.or(() -> newText ? Optional.empty() : memory.embedding()),
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
      setAttributes.put(key, value);
      removeAttributes.remove(key);
      return this;
    }

    public Builder attribute(String key, String value) {
      return attribute(key, AttributeValue.of(value));
    }

    public Builder removeAttribute(String key) {
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
