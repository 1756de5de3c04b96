package dev.mneme.examples.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Makes ids for what comes without: from the file and the content, so that the same content of the
 * same file has the same id the next time, wherever in the file it stands then. Content that a file
 * repeats is numbered. Not thread-safe.
 */
final class SourceIds {
  private static final int ID_BYTES = 16;

  private final MessageDigest digest;
  private final byte[] source;
  private final Map<String, Integer> repeats = new HashMap<>();

  SourceIds(Source source) {
    this.source = source.key().getBytes(StandardCharsets.UTF_8);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The id of the next occurrence of this content: 128 bits of its SHA-256 in hex. */
  String next(String content) {
    digest.update(source);
    digest.update((byte) 0);
    digest.update(content.getBytes(StandardCharsets.UTF_8));
    var id = HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    int repeat = repeats.merge(id, 1, Integer::sum);
    return repeat == 1 ? id : id + "-" + repeat;
  }
}
