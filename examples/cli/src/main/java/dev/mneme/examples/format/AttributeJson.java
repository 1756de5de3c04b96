package dev.mneme.examples.format;

import dev.mneme.core.check.Require;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Attributes in JSON: strings, booleans, integers (64-bit) and decimals (double) as themselves,
 * lists of those as arrays, and instants as {@code {"$time": "2023-05-08T13:56:00Z"}}, because a
 * string that looks like a time stays a string. Attributes that are JSON stand as {@code {"$json":
 * "[{\"a\": 1}]"}}, with their text as a string, so that every digit of it comes back.
 */
final class AttributeJson {
  private static final String TIME = "$time";
  private static final String JSON = "$json";

  private AttributeJson() {}

  static SortedMap<String, AttributeValue> read(JsonReader reader) throws IOException {
    Require.that(
        reader.token() == JsonToken.START_OBJECT,
        "attributes must be an object, not %s",
        reader.describe());
    var attributes = new TreeMap<String, AttributeValue>();
    reader.fields((key, value) -> attributes.put(key, value(key, value)));
    return attributes;
  }

  private static AttributeValue value(String key, JsonReader reader) throws IOException {
    if (reader.token() == JsonToken.START_OBJECT) {
      return tagged(key, reader);
    }
    if (reader.token() != JsonToken.START_ARRAY) {
      return scalar(key, reader);
    }
    var values = new ArrayList<Scalar>();
    while (reader.nextElement()) {
      values.add(scalar(key, reader));
    }
    return new ListValue(values);
  }

  private static Scalar scalar(String key, JsonReader reader) throws IOException {
    return switch (reader.token()) {
      case VALUE_STRING -> new StringValue(reader.string(key));
      case VALUE_TRUE, VALUE_FALSE -> new BooleanValue(reader.bool());
      case VALUE_NUMBER_INT ->
          new LongValue(reader.longValue("attribute '" + Quote.shorten(key) + "'"));
      case VALUE_NUMBER_FLOAT -> new DoubleValue(reader.doubleValue());
      case START_OBJECT -> {
        if (tagged(key, reader) instanceof Scalar scalar) {
          yield scalar;
        }
        throw unsupported(key, "an array with {\"$json\": ...}");
      }
      case START_ARRAY,
          VALUE_NULL,
          VALUE_EMBEDDED_OBJECT,
          FIELD_NAME,
          END_ARRAY,
          END_OBJECT,
          NOT_AVAILABLE ->
          throw unsupported(key, reader.describe());
    };
  }

  /** An object with one field, which says what it is. */
  private static AttributeValue tagged(String key, JsonReader reader) throws IOException {
    var values = new ArrayList<AttributeValue>();
    reader.fields(
        (field, value) ->
            values.add(
                switch (field) {
                  case TIME -> new InstantValue(value.time(key));
                  case JSON -> new JsonValue(value.string(key));
                  default -> throw unsupported(key, "an object");
                }));
    if (values.size() != 1) {
      throw unsupported(key, "an object");
    }
    return values.getFirst();
  }

  private static InvalidRequestException unsupported(String key, String what) {
    return new InvalidRequestException(
        "attribute '%s' must be a string, boolean, number, {\"$time\": ...} or an array of those, or {\"$json\": ...}, not %s"
            .formatted(Quote.shorten(key), what));
  }

  static void write(JsonGenerator out, Map<String, AttributeValue> attributes) throws IOException {
    out.writeStartObject();
    for (var entry : attributes.entrySet()) {
      out.writeFieldName(entry.getKey());
      switch (entry.getValue()) {
        case Scalar scalar -> writeScalar(out, scalar);
        case ListValue list -> {
          out.writeStartArray();
          for (var element : list.values()) {
            writeScalar(out, element);
          }
          out.writeEndArray();
        }
        case JsonValue(var json) -> {
          out.writeStartObject();
          out.writeStringField(JSON, json);
          out.writeEndObject();
        }
      }
    }
    out.writeEndObject();
  }

  private static void writeScalar(JsonGenerator out, Scalar scalar) throws IOException {
    switch (scalar) {
      case StringValue string -> out.writeString(string.value());
      case BooleanValue bool -> out.writeBoolean(bool.value());
      case LongValue integer -> out.writeNumber(integer.value());
      case DoubleValue decimal -> out.writeNumber(decimal.value());
      case InstantValue time -> {
        out.writeStartObject();
        out.writeStringField(TIME, time.value().toString());
        out.writeEndObject();
      }
    }
  }
}
