package dev.mneme.examples.ingest;

import dev.mneme.examples.ingest.source.Source;
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
  private static final int MOST_DIGITS = 10;

  private final MessageDigest digest;
  private final byte[] source;
  private final Map<String, Integer> repeats = new HashMap<>();

  SourceIds(Source source) {
    this(source.key());
  }

  SourceIds(String key) {
    this.source = key.getBytes(StandardCharsets.UTF_8);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The id of the next occurrence of this content: 128 bits of its SHA-256 in hex. */
  String next(String content) {
    var id = first(content);
    int repeat = repeats.merge(id, 1, Integer::sum);
    return repeat == 1 ? id : id + "-" + repeat;
  }

  /** Whether this id has been given out. */
  boolean hasGiven(String id) {
    int dash = id.indexOf('-');
    int given = repeats.getOrDefault(dash < 0 ? id : id.substring(0, dash), 0);
    return dash < 0
        ? given > 0
        : isRepeat(id, dash) && given >= Long.parseLong(id, dash + 1, id.length(), 10);
  }

  /** Whether this is the id of some occurrence of the content in the file, and so made here. */
  boolean couldGive(String id, String content) {
    var first = first(content);
    return id.startsWith(first)
        && (id.length() == first.length()
            || (id.charAt(first.length()) == '-' && isRepeat(id, first.length())));
  }

  private static boolean isRepeat(String id, int dash) {
    int digits = id.length() - dash - 1;
    return digits >= 1
        && digits <= MOST_DIGITS
        && id.chars().skip(dash + 1L).allMatch(c -> c >= '0' && c <= '9');
  }

  private String first(String content) {
    digest.update(source);
    digest.update((byte) 0);
    digest.update(content.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }
}
