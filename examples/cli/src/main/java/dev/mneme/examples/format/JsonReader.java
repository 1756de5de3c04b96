package dev.mneme.examples.format;

import dev.mneme.core.check.Require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads one JSON object field by field, with errors that name the field. Stays on the token that
 * was read; whoever handles a field leaves the reader on the field's last token. Not thread-safe.
 */
final class JsonReader {
  private static final int LONGEST_STRING = 64 << 20;
  private static final int LONGEST_VECTOR = 1 << 16;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LONGEST_STRING)
                  .maxNestingDepth(100)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads a field whose value is the current token. */
  @FunctionalInterface
  interface FieldHandler {
    void read(String field, JsonReader reader) throws IOException;
  }

  /**
   * Hands every field of the one object in {@code json} to {@code handler}; a field that is null
   * counts as absent.
   *
   * @throws InvalidRequestException if the text is not one JSON object, or the handler finds a
   *     value wrong
   */
  static void readObject(String json, FieldHandler handler) {
    read(
        json,
        reader -> {
          reader.require(
              reader.parser.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
          reader.fields(handler);
        });
  }

  /** Reads an array of numbers that is all of {@code json}. */
  static Embedding readVector(String json) {
    var result = new Embedding[1];
    read(
        json,
        reader -> {
          reader.parser.nextToken();
          result[0] = reader.vector("vector");
        });
    return result[0];
  }

  private interface Body {
    void read(JsonReader reader) throws IOException;
  }

  private static void read(String json, Body body) {
    try (var parser = JSON.createParser(json)) {
      var reader = new JsonReader(parser);
      body.read(reader);
      reader.require(parser.nextToken() == null, "bad JSON: there is more after the value");
    } catch (JsonProcessingException e) {
      var place = Optional.ofNullable(e.getLocation()); // a broken limit has none
      throw new InvalidRequestException(
          "bad JSON"
              + place.map(location -> " at column " + location.getColumnNr()).orElse("")
              + ": "
              + reason(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /** Without where the value began, which is column 1. */
  private static String reason(String message) {
    int startMarker = message.indexOf(" (start marker");
    return Quote.oneLine(startMarker < 0 ? message : message.substring(0, startMarker), 160);
  }

  /** Hands every field of the object that starts at the current token to {@code handler}. */
  void fields(FieldHandler handler) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var field = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        handler.read(field, this);
      }
    }
  }

  /** The current token; {@code NOT_AVAILABLE} where the text has ended. */
  JsonToken token() {
    var token = parser.currentToken();
    return token == null ? JsonToken.NOT_AVAILABLE : token;
  }

  /** Moves on; true unless the array that the reader is in ends here. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  String string(String field) throws IOException {
    expect(field, JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  boolean bool() throws IOException {
    return parser.getBooleanValue();
  }

  int integer(String field) throws IOException {
    expect(field, JsonToken.VALUE_NUMBER_INT, "an integer");
    try {
      return Integer.parseInt(parser.getText());
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(
          "%s %s is out of range".formatted(field, Quote.shorten(parser.getText())));
    }
  }

  long longValue(String field) throws IOException {
    try {
      return Long.parseLong(parser.getText());
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(
          "%s %s does not fit into 64 bits".formatted(field, Quote.shorten(parser.getText())));
    }
  }

  double doubleValue() throws IOException {
    return Double.parseDouble(parser.getText());
  }

  /** ISO-8601 text or epoch milliseconds. */
  Instant time(String field) throws IOException {
    if (token() != JsonToken.VALUE_NUMBER_INT) {
      expect(field, JsonToken.VALUE_STRING, "ISO-8601 text or epoch milliseconds");
    }
    return TimeText.instant(field, parser.getText());
  }

  /**
   * An array of numbers. Each is parsed as a float from its text, so that what a float was written
   * as comes back as that float.
   */
  Embedding vector(String field) throws IOException {
    expect(field, JsonToken.START_ARRAY, "an array of numbers");
    var values = new float[384];
    int size = 0;
    while (nextElement()) {
      require(size < LONGEST_VECTOR, "%s has over %d components", field, LONGEST_VECTOR);
      require(
          token().isNumeric(),
          "%s must hold numbers only, but component %d is %s",
          field,
          size,
          describe());
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = Float.parseFloat(parser.getText());
    }
    return Embedding.wrap(Arrays.copyOf(values, size));
  }

  private void expect(String field, JsonToken expected, String description) throws IOException {
    require(token() == expected, "%s must be %s, not %s", field, description, describe());
  }

  /** What the current token is, in words. */
  String describe() throws IOException {
    return switch (token()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "the string '" + Quote.shorten(parser.getText()) + "'";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + Quote.shorten(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case VALUE_EMBEDDED_OBJECT, FIELD_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE -> "nothing";
    };
  }

  private void require(boolean condition, String format, Object... arguments) {
    Require.that(condition, format, arguments);
  }
}
