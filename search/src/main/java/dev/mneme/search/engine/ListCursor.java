package dev.mneme.search.engine;

import dev.mneme.core.model.InvalidRequest;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Where a page ended: the time and ordinal of its last memory. Valid for the store's life: a memory
 * that was changed in between has a new ordinal and may come again or be left out, all others come
 * once.
 */
record ListCursor(long epochMillis, int ordinal) {

  String encode() {
    var bytes = ByteBuffer.allocate(12).putLong(epochMillis).putInt(ordinal).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static ListCursor decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("'" + abbreviated(text) + "' is not a cursor of this engine");
    }
    InvalidRequest.require(
        bytes.length == 12, "'%s' is not a cursor of this engine", abbreviated(text));
    var buffer = ByteBuffer.wrap(bytes);
    var cursor = new ListCursor(buffer.getLong(), buffer.getInt());
    InvalidRequest.require(
        cursor.ordinal >= 0, "'%s' is not a cursor of this engine", abbreviated(text));
    return cursor;
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
