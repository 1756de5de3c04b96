package dev.mneme.index.text;

/**
 * How texts are indexed; an index made with other options is rebuilt.
 *
 * @param language how words are cut and folded
 */
public record TextOptions(Language language) {

  /** The analyzers. */
  public enum Language {
    /** English stemming and stop words. */
    ENGLISH,
    /** Unicode words, lower case, no stemming. */
    STANDARD,
    /** Bigrams for Chinese, Japanese and Korean. */
    CJK
  }

  public static TextOptions defaults() {
    return new TextOptions(Language.ENGLISH);
  }
}
