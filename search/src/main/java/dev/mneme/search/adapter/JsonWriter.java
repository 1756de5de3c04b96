package dev.mneme.search.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Java value of any shape as JSON that {@link JsonTree} reads back to an equal value:
 * strings, booleans, int, finite double, null, lists and maps with string keys as themselves; what
 * JSON has no form for as an object with one field, whose name starts with a dollar sign. Used for
 * one value.
 */
final class JsonWriter {
  static final String ENUM = "$enum";
  static final String SET = "$set";
  static final String MAP = "$map";
  static final String ENTRIES = "$entries";
  static final String ARRAY = "$array";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Limits.DEEPEST_JSON).build())
          .build();

  private final String key;
  private final JsonGenerator out;
  private final UnaryOperator<Object> other;

  private JsonWriter(String key, JsonGenerator out, UnaryOperator<Object> other) {
    this.key = key;
    this.out = out;
    this.other = other;
  }

  /**
   * @param key whose value it is
   * @param other what becomes of values of other types; gives back what it cannot change
   * @throws InvalidRequestException naming the key, if the value is too deep, holds itself, or is
   *     of a type that nobody knows
   */
  static String write(String key, Object value, UnaryOperator<Object> other) {
    var text = new StringWriter();
    try (var out = JSON.createGenerator(text)) {
      new JsonWriter(key, out, other).write(value);
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException(
          "the value of '%s' cannot be kept as JSON: %s".formatted(key, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String string -> out.writeString(string);
      case Boolean bool -> out.writeBoolean(bool);
      case Integer number -> out.writeNumber(number);
      case Double number when Double.isFinite(number) -> out.writeNumber(number);
      case Enum<?> constant ->
          tagged(ENUM, constant.getDeclaringClass().getName() + "#" + constant.name());
      case Map<?, ?> map -> writeMap(map);
      case Set<?> set -> {
        out.writeStartObject();
        out.writeFieldName(SET);
        writeArray(set);
        out.writeEndObject();
      }
      case Collection<?> list -> writeArray(list);
      default -> writeOther(value);
    }
  }

  private void writeOther(Object value) throws IOException {
    var array = JavaArrays.of(value);
    if (array.isPresent()) {
      out.writeStartObject();
      out.writeFieldName(ARRAY + ":" + array.get().elementType());
      writeArray(array.get().values());
      out.writeEndObject();
      return;
    }
    var type = TaggedTypes.of(value);
    if (type.isPresent()) {
      tagged(type.get().tag(), type.get().text(value));
      return;
    }
    var changed = other.apply(value);
    if (changed.getClass() == value.getClass()) {
      throw new InvalidRequestException(
          "the value of '%s' holds a %s, which cannot be kept"
              .formatted(key, value.getClass().getName()));
    }
    write(changed);
  }

  private void tagged(String tag, String text) throws IOException {
    out.writeStartObject();
    out.writeStringField(tag, text);
    out.writeEndObject();
  }

  private void writeArray(Collection<? extends @Nullable Object> values) throws IOException {
    out.writeStartArray();
    for (@Nullable Object value : values) {
      write(value);
    }
    out.writeEndArray();
  }

  private void writeMap(Map<?, ?> map) throws IOException {
    boolean named = map.keySet().stream().allMatch(String.class::isInstance);
    if (!named) {
      out.writeStartObject();
      out.writeArrayFieldStart(ENTRIES);
      for (var entry : map.entrySet()) {
        out.writeStartArray();
        write(entry.getKey());
        write(entry.getValue());
        out.writeEndArray();
      }
      out.writeEndArray();
      out.writeEndObject();
      return;
    }
    boolean looksTagged = map.keySet().stream().anyMatch(JsonWriter::isTag);
    if (looksTagged) {
      out.writeStartObject();
      out.writeFieldName(MAP);
    }
    out.writeStartObject();
    for (var entry : map.entrySet()) {
      out.writeFieldName((String) entry.getKey());
      write(entry.getValue());
    }
    out.writeEndObject();
    if (looksTagged) {
      out.writeEndObject();
    }
  }

  static boolean isTag(Object key) {
    return key instanceof String name && name.startsWith("$");
  }
}
