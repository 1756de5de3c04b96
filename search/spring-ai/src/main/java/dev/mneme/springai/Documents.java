package dev.mneme.springai;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.search.adapter.FrameworkIds;
import dev.mneme.search.adapter.JavaValues;
import dev.mneme.request.Hit;
import java.util.HashMap;
import java.util.Objects;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;

/** Documents with metadata as memories with attributes, and hits as documents. Stateless. */
final class Documents {
  private static final String DISTANCE = DocumentMetadata.DISTANCE.value();

  /** Spring AI accepts no id without text. */
  static final FrameworkIds IDS = new FrameworkIds(String::isBlank);

  private Documents() {}

  /**
   * @throws InvalidRequestException if the document is a medium rather than a text
   */
  static Memory.Builder toMemory(Document document) {
    var text = document.getText();
    if (text == null) {
      throw new InvalidRequestException("document '" + document.getId() + "' has no text");
    }
    var memory = Memory.text(text).id(IDS.toMemory(document.getId()));
    document
        .getMetadata()
        .forEach(
            (key, value) -> {
              if (!isOfASearch(document, key, value)) {
                memory.attribute(key, JavaValues.attribute(key, value, Beans::asJson));
              }
            });
    return memory;
  }

  /** Whether this is the distance that a search has added: it is no part of the document. */
  private static boolean isOfASearch(Document document, String key, Object value) {
    var score = document.getScore();
    return score != null && key.equals(DISTANCE) && value.equals(1 - score);
  }

  /** A document with its score and, unless it has a {@code distance} of its own, its distance. */
  static Document ofHit(Hit hit, Scores scores) {
    var metadata = new HashMap<String, Object>();
    scores.distance(hit).ifPresent(distance -> metadata.put(DISTANCE, distance));
    hit.memory().attributes().forEach((key, value) -> metadata.put(key, metadataValue(value)));
    return Document.builder()
        .id(IDS.ofMemory(hit.memory().id()))
        .text(hit.memory().text())
        .metadata(metadata)
        .score(scores.score(hit))
        .build();
  }

  private static Object metadataValue(AttributeValue attribute) {
    return switch (attribute) {
      case StringValue(var string) -> string;
      case LongValue(var number) -> number;
      case DoubleValue(var number) -> number;
      case BooleanValue(var bool) -> bool;
      case InstantValue(var instant) -> instant;
      case ListValue(var elements) -> elements.stream().map(Documents::metadataValue).toList();
      // null, which only Mneme's own API makes: Spring AI accepts none
      case JsonValue json -> Objects.requireNonNullElse(JavaValues.ofJson(json), "null");
    };
  }
}
