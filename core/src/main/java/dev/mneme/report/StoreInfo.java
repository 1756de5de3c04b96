package dev.mneme.report;

import dev.mneme.memory.Similarity;
import dev.mneme.memory.Language;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a store remembers of how it was made, read without opening it: {@code MemoryEngine.info}.
 *
 * @param dimension absent until the first vector fixes it
 */
public record StoreInfo(
    Optional<String> embedder, OptionalInt dimension, Similarity similarity, Language language) {

  /** The language by the name that {@code EngineOptions.language} takes. */
  public String languageName() {
    return language.lowerCaseName();
  }
}
