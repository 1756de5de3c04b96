package dev.mneme.embed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of the SHA-256 of embedder, kind and text: with a billion texts, the chance
 * that any two meet is about 10^-21, so a key stands for its text.
 */
record CacheKey(long high, long low) {

  static final int BYTES = 2 * Long.BYTES;

  /** Whether a text is embedded as something to find or as something to find with. */
  enum Kind {
    MEMORY(0),
    QUERY(1);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }
  }

  static CacheKey of(String embedder, Kind kind, String text) {
    MessageDigest sha = sha256();
    byte[] name = embedder.getBytes(StandardCharsets.UTF_8);
    sha.update(ByteBuffer.allocate(Integer.BYTES + 1).putInt(name.length).put(kind.code).flip());
    sha.update(name);
    // The chars as they are: an encoding would make one of all texts that it cannot encode.
    var chars = ByteBuffer.allocate(Math.multiplyExact(text.length(), Character.BYTES));
    chars.asCharBuffer().put(text);
    sha.update(chars);
    var hash = ByteBuffer.wrap(sha.digest());
    return new CacheKey(hash.getLong(), hash.getLong());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
