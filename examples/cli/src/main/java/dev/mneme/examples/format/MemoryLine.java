package dev.mneme.examples.format;

import dev.mneme.core.check.Require;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One memory as a line of JSON gives it: {@code text}, and where present {@code id}, {@code
 * namespace}, {@code time}, {@code vector}, {@code attributes}, {@code expires}. Other fields are
 * ignored, null counts as absent.
 */
public record MemoryLine(
    Optional<String> namespace,
    Optional<String> id,
    String text,
    Optional<Instant> time,
    Optional<Embedding> vector,
    SortedMap<String, AttributeValue> attributes,
    Optional<Instant> expires) {

  /**
   * Reads a line.
   *
   * @throws InvalidRequestException if it is not a JSON object, a field has the wrong type, or
   *     there is neither text nor vector
   */
  public static MemoryLine parse(String json) {
    var fields = new Fields();
    JsonReader.readObject(json, fields::read);
    Require.that(
        fields.text != null || fields.vector != null, "there is neither a text nor a vector");
    return fields.toLine();
  }

  /** The memory, with what the line left open filled in. */
  public Memory toMemory(String idElse, Instant timeElse) {
    var builder =
        Memory.text(text).id(id.orElse(idElse)).time(time.orElse(timeElse)).attributes(attributes);
    vector.ifPresent(builder::embedding);
    expires.ifPresent(builder::expires);
    return builder.build();
  }

  private static final class Fields {
    private @Nullable String namespace;
    private @Nullable String id;
    private @Nullable String text;
    private @Nullable Instant time;
    private @Nullable Embedding vector;
    private SortedMap<String, AttributeValue> attributes = new TreeMap<>();
    private @Nullable Instant expires;

    private void read(String field, JsonReader reader) throws IOException {
      switch (field) {
        case "namespace" -> namespace = reader.string(field);
        case "id" -> id = reader.string(field);
        case "text" -> text = reader.string(field);
        case "time" -> time = reader.time(field);
        case "vector" -> vector = reader.vector(field);
        case "attributes" -> attributes = AttributeJson.read(reader);
        case "expires" -> expires = reader.time(field);
        default -> reader.skip();
      }
    }

    private MemoryLine toLine() {
      return new MemoryLine(
          Optional.ofNullable(namespace),
          Optional.ofNullable(id),
          text == null ? "" : text,
          Optional.ofNullable(time),
          Optional.ofNullable(vector),
          attributes,
          Optional.ofNullable(expires));
    }
  }
}
