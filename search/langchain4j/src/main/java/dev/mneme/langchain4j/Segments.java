package dev.mneme.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.memory.Memory;
import dev.mneme.search.adapter.JavaValues;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Collectors;

/** Text segments with metadata as memories with attributes, and back. Stateless. */
final class Segments {
  private Segments() {}

  /** A memory that starts with the segment's text and metadata. */
  static Memory.Builder toMemory(TextSegment segment) {
    var memory = Memory.text(segment.text());
    segment
        .metadata()
        .toMap()
        .forEach((key, value) -> memory.attribute(key, JavaValues.attribute(key, value)));
    return memory;
  }

  /** Nothing where the memory has no text, or a blank one: a segment must have one. */
  static Optional<TextSegment> ofMemory(Memory memory) {
    return Blank.is(memory.text())
        ? Optional.empty()
        : Optional.of(TextSegment.from(memory.text(), metadata(memory)));
  }

  private static Metadata metadata(Memory memory) {
    var values = new HashMap<String, Object>();
    memory
        .attributes()
        .forEach(
            (key, value) -> {
              // LangChain4j refuses blank keys; only Mneme's own API makes them
              if (!Blank.is(key)) {
                values.put(key, metadataValue(value));
              }
            });
    return Metadata.from(values);
  }

  /** Numbers that are not finite as themselves; what LangChain4j has no type for as JSON text. */
  private static Object jsonValue(JsonValue json) {
    return switch (JavaValues.ofJson(json)) {
      case Double number -> number;
      case Float number -> number;
      case null, default -> json.json();
    };
  }

  private static Object metadataValue(AttributeValue attribute) {
    return switch (attribute) {
      case StringValue(var string) -> string;
      case LongValue(var number) -> number;
      case DoubleValue(var number) -> number;
      case BooleanValue(var bool) -> Boolean.toString(bool);
      case InstantValue(var instant) -> instant.toString();
      case ListValue(var elements) ->
          elements.stream()
              .map(element -> metadataValue(element).toString())
              .collect(Collectors.joining(", "));
      case JsonValue json -> jsonValue(json);
    };
  }
}
