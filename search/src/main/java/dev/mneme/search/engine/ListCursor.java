package dev.mneme.search.engine;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.MemoryKey;
import dev.mneme.core.text.Graphemes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page ended: the time and the key of its last memory. Valid for ever: whatever was written
 * in between, a memory whose time did not change comes once.
 *
 * <p>As text, Base64 of: a byte that is 2; the time, 8 bytes, big-endian; the bytes of the
 * namespace, 2 bytes, and these in UTF-8; the id in UTF-8.
 */
record ListCursor(long epochMillis, MemoryKey key) {
  private static final byte FORMAT = 2;

  /** What cursors of time and ordinal had. */
  private static final int FORMER_LENGTH = 12;

  String encode() {
    byte[] namespace = key.namespace().getBytes(StandardCharsets.UTF_8);
    byte[] id = key.id().getBytes(StandardCharsets.UTF_8);
    var bytes =
        ByteBuffer.allocate(1 + Long.BYTES + Short.BYTES + namespace.length + id.length)
            .put(FORMAT)
            .putLong(epochMillis)
            .putShort((short) namespace.length)
            .put(namespace)
            .put(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static ListCursor decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw strange(text);
    }
    Require.that(
        bytes.length != FORMER_LENGTH,
        "'%s' is a cursor of an earlier version, whose pages had another order; begin with the first page",
        text);
    try {
      var in = ByteBuffer.wrap(bytes);
      if (in.get() != FORMAT) {
        throw strange(text);
      }
      long time = in.getLong();
      String namespace = string(in, Short.toUnsignedInt(in.getShort()));
      return new ListCursor(time, new MemoryKey(namespace, string(in, in.remaining())));
    } catch (BufferUnderflowException | CharacterCodingException e) {
      throw strange(text);
    }
  }

  private static String string(ByteBuffer in, int length) throws CharacterCodingException {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  private static InvalidRequestException strange(String text) {
    return new InvalidRequestException(
        "'%s' is not a cursor of this engine"
            .formatted(
                text.length() <= 40
                    ? text
                    : text.substring(0, Graphemes.lastBorder(text, 0, 40)) + "..."));
  }
}
