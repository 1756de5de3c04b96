package dev.mneme.embed;

/**
 * How many tokens a model makes of a text; models and their services bound what one call may hold
 * in tokens. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TokenCounter {

  /** Tokens of the text, 0 and up; rather too many than too few where it is an estimate. */
  long tokens(String text);

  /**
   * An estimate without a model's vocabulary: a token for three bytes of UTF-8, begun ones
   * included. English has about four characters a token, Chinese and Japanese about one, which
   * takes three bytes.
   */
  static TokenCounter estimate() {
    return text -> {
      long bytes = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      return (bytes + 2) / 3;
    };
  }
}
