package dev.mneme.index.text;

import dev.mneme.memory.Language;

/**
 * How texts are indexed; an index made with other options is rebuilt.
 *
 * @param language how words are cut and folded
 */
public record TextOptions(Language language) {

  public static TextOptions defaults() {
    return new TextOptions(Language.ENGLISH);
  }
}
