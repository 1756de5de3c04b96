package dev.mneme.search.springai;

import dev.mneme.core.model.AttributeValue;
import dev.mneme.core.model.AttributeValue.BooleanValue;
import dev.mneme.core.model.AttributeValue.DoubleValue;
import dev.mneme.core.model.AttributeValue.InstantValue;
import dev.mneme.core.model.AttributeValue.ListValue;
import dev.mneme.core.model.AttributeValue.LongValue;
import dev.mneme.core.model.AttributeValue.StringValue;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.Memory;
import dev.mneme.search.adapter.JavaValues;
import dev.mneme.search.request.Hit;
import java.util.HashMap;
import org.springframework.ai.document.Document;

/** Documents with metadata as memories with attributes, and hits as documents. Stateless. */
final class Documents {
  private Documents() {}

  /**
   * @throws InvalidRequest if the document is a medium rather than a text
   */
  static Memory toMemory(Document document) {
    var text = document.getText();
    if (text == null) {
      throw new InvalidRequest("document '" + document.getId() + "' has no text");
    }
    var memory = Memory.text(text).id(document.getId());
    document
        .getMetadata()
        .forEach((key, value) -> memory.attribute(key, JavaValues.attribute(key, value)));
    return memory.build();
  }

  /** A document whose score is the relevance of the hit. */
  static Document ofHit(Hit hit) {
    var metadata = new HashMap<String, Object>();
    hit.memory().attributes().forEach((key, value) -> metadata.put(key, metadataValue(value)));
    return Document.builder()
        .id(hit.memory().id())
        .text(hit.memory().text())
        .metadata(metadata)
        .score(hit.relevance())
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
    };
  }
}
