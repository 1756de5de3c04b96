package dev.mneme.examples.format;

import dev.mneme.core.check.Require;

import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One query as a line of JSON gives it: {@code id}, {@code text} and/or {@code vector}, and where
 * present {@code namespace}, {@code filter}, {@code from}, {@code to}, {@code limit}. Other fields,
 * such as the expected answers of a test set, are ignored.
 */
public record QueryLine(
    Optional<String> id,
    Optional<String> text,
    Optional<Embedding> vector,
    Optional<String> namespace,
    Optional<String> filter,
    Optional<Instant> from,
    Optional<Instant> to,
    OptionalInt limit) {

  /**
   * Reads a line.
   *
   * @throws InvalidRequestException if it is not a JSON object, a field has the wrong type, or
   *     there is neither text nor vector
   */
  public static QueryLine parse(String json) {
    var fields = new Fields();
    JsonReader.readObject(json, fields::read);
    Require.that(
        fields.text != null || fields.vector != null, "there is neither a text nor a vector");
    return fields.toLine();
  }

  /** Reads an array of numbers. */
  public static Embedding parseVector(String json) {
    return JsonReader.readVector(json);
  }

  private static final class Fields {
    private @Nullable String id;
    private @Nullable String text;
    private @Nullable Embedding vector;
    private @Nullable String namespace;
    private @Nullable String filter;
    private @Nullable Instant from;
    private @Nullable Instant to;
    private OptionalInt limit = OptionalInt.empty();

    private void read(String field, JsonReader reader) throws IOException {
      switch (field) {
        case "id" -> id = reader.string(field);
        case "text" -> text = reader.string(field);
        case "vector" -> vector = reader.vector(field);
        case "namespace" -> namespace = reader.string(field);
        case "filter" -> filter = reader.string(field);
        case "from" -> from = reader.time(field);
        case "to" -> to = reader.time(field);
        case "limit" -> limit = OptionalInt.of(reader.integer(field));
        default -> reader.skip();
      }
    }

    private QueryLine toLine() {
      return new QueryLine(
          Optional.ofNullable(id),
          Optional.ofNullable(text),
          Optional.ofNullable(vector),
          Optional.ofNullable(namespace),
          Optional.ofNullable(filter),
          Optional.ofNullable(from),
          Optional.ofNullable(to),
          limit);
    }
  }
}
