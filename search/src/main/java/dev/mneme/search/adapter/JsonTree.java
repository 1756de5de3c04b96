package dev.mneme.search.adapter;

import dev.mneme.core.text.BoundedJson;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mneme.memory.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as Java values: what {@link JsonWriter} has written as what it was, other JSON as
 * maps, lists, strings, numbers, booleans and null. An object that only looks like one of the
 * writer's stays a map. Stateless.
 */
final class JsonTree {
  private static final JsonFactory JSON = BoundedJson.factory(Limits.DEEPEST_JSON);

  private JsonTree() {}

  /**
   * @param json valid, as the engine has checked before it was kept
   */
  static @Nullable Object read(String json) {
    try (var parser = JSON.createParser(json)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("what is kept as JSON cannot be read", e);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> integer(new BigInteger(parser.getText()));
      case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
      case START_ARRAY -> list(parser);
      case START_OBJECT -> object(parser);
      case FIELD_NAME, END_ARRAY, END_OBJECT, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IOException("unexpected " + parser.currentToken());
    };
  }

  private static Object integer(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static Object decimal(String text) {
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? (Object) number : new BigDecimal(text);
  }

  private static List<@Nullable Object> list(JsonParser parser) throws IOException {
    var values = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return values;
  }

  private static Object object(JsonParser parser) throws IOException {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    // The map behind a tag is taken as it stands, whatever its keys look like.
    boolean escaped = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var token = parser.nextToken();
      escaped = fields.isEmpty() && name.equals(JsonWriter.MAP) && token == JsonToken.START_OBJECT;
      fields.put(name, escaped ? fields(parser) : value(parser));
    }
    if (fields.size() != 1) {
      return fields;
    }
    var field = fields.firstEntry();
    @Nullable Object content = field.getValue();
    if (escaped && content != null) {
      return content;
    }
    return untagged(field.getKey(), content).orElse(fields);
  }

  private static Map<String, @Nullable Object> fields(JsonParser parser) throws IOException {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  /** What a tag and its content stand for, if the writer can have made them. */
  private static Optional<Object> untagged(String tag, @Nullable Object content) {
    if (!JsonWriter.isTag(tag)) {
      return Optional.empty();
    }
    try {
      return switch (content) {
        case null -> Optional.empty();
        case String text when tag.equals(JsonWriter.ENUM) -> Optional.of(Enums.constant(text));
        case String text -> TaggedTypes.byTag(tag).map(type -> type.read().apply(text));
        case List<?> values when tag.equals(JsonWriter.SET) ->
            Optional.of(new LinkedHashSet<>(values));
        case List<?> values when tag.equals(JsonWriter.ENTRIES) -> Optional.of(entries(values));
        case List<?> values when tag.startsWith(JsonWriter.ARRAY + ":") ->
            Optional.of(JavaArrays.toArray(tag.substring(JsonWriter.ARRAY.length() + 1), values));
        default -> Optional.empty();
      };
    } catch (RuntimeException notOurs) {
      return Optional.empty();
    }
  }

  private static Map<?, ?> entries(List<?> entries) {
    var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
    for (var entry : entries) {
      var pair = (List<?>) entry;
      map.put(pair.get(0), pair.get(1));
    }
    return map;
  }
}
