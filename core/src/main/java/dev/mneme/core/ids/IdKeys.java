package dev.mneme.core.ids;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The byte key of (namespace, id): two bytes of namespace length, the namespace, the id, both in
 * UTF-8. The length prefix makes it unambiguous whatever characters the two hold, NUL included.
 * Unpaired surrogates get three bytes each (as in WTF-8), so that different strings always have
 * different keys.
 *
 * <p>A pair of over {@value #MAX_BYTES} bytes is replaced by {@code FF FF} and the SHA-256 of its
 * parts, so that no limit of a map depends on the limits that an engine is given.
 */
final class IdKeys {

  /** No key is longer. The default limits (256 + 512 bytes) stay below. */
  static final int MAX_BYTES = 1 << 10;

  private static final int PREFIX_BYTES = 2;

  private IdKeys() {}

  static byte[] of(String namespace, String id) {
    int namespaceBytes = length(namespace);
    int bytes = Math.addExact(Math.addExact(namespaceBytes, length(id)), PREFIX_BYTES);
    if (bytes > MAX_BYTES) {
      return digest(namespace, namespaceBytes, id, bytes);
    }
    var key = new byte[bytes];
    key[0] = (byte) (namespaceBytes >>> 8);
    key[1] = (byte) namespaceBytes;
    write(id, key, write(namespace, key, PREFIX_BYTES));
    return key;
  }

  private static byte[] digest(String namespace, int namespaceBytes, String id, int bytes) {
    var parts = new byte[bytes - PREFIX_BYTES];
    write(id, parts, write(namespace, parts, 0));
    MessageDigest sha = sha256();
    for (int shift = 24; shift >= 0; shift -= 8) {
      sha.update((byte) (namespaceBytes >>> shift));
    }
    byte[] hash = sha.digest(parts);
    var key = new byte[PREFIX_BYTES + hash.length];
    Arrays.fill(key, 0, PREFIX_BYTES, (byte) 0xFF);
    System.arraycopy(hash, 0, key, PREFIX_BYTES, hash.length);
    return key;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static int length(String value) {
    int bytes = value.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair takes four bytes, so its first half adds two and its second none beyond
        // the char itself.
        boolean pair = isPair(value, i);
        bytes = Math.addExact(bytes, c < 0x800 ? 1 : 2);
        i += pair ? 1 : 0;
      }
    }
    return bytes;
  }

  private static int write(String value, byte[] to, int at) {
    for (int i = 0; i < value.length(); i++) {
      int c = value.charAt(i);
      if (c < 0x80) {
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xC0 | (c >> 6));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (isPair(value, i)) {
        c = value.codePointAt(i++);
        to[at++] = (byte) (0xF0 | (c >> 18));
        to[at++] = (byte) (0x80 | ((c >> 12) & 0x3F));
        to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else {
        to[at++] = (byte) (0xE0 | (c >> 12));
        to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    return at;
  }

  private static boolean isPair(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1));
  }
}
