package dev.mneme.core;

import java.nio.charset.StandardCharsets;

/** What the fuzz tests make of bytes. */
public final class FuzzInput {
  private FuzzInput() {}

  /** UTF-8, or, where the first byte is 0, chars of any value: lone surrogates among them. */
  public static String text(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != 0) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    var text = new StringBuilder();
    for (int i = 1; i + 1 < bytes.length; i += 2) {
      text.append((char) ((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
    }
    return text.toString();
  }
}
