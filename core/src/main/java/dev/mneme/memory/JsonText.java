package dev.mneme.memory;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.core.text.BoundedJson;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Whether a text is one JSON value. Stateless. */
final class JsonText {
  private static final JsonFactory JSON = BoundedJson.factory(Limits.DEEPEST_JSON);

  private JsonText() {}

  /**
   * Linear in the text.
   *
   * @throws InvalidRequestException naming the attribute and what is wrong
   */
  static void check(String key, String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new InvalidRequestException("attribute '" + key + "' is not JSON: the text is empty");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new InvalidRequestException(
            "attribute '" + key + "' is not JSON: more follows the value");
      }
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException(
          "attribute '" + key + "' is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }
}
