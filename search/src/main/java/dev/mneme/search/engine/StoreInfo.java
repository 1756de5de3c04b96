package dev.mneme.search.engine;

import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.Similarity;
import dev.mneme.index.text.TextOptions.Language;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a store remembers of how it was made, read without opening it.
 *
 * @param dimension absent until the first vector fixes it
 */
public record StoreInfo(
    Optional<String> embedder, OptionalInt dimension, Similarity similarity, Language language) {

  /** The language by the name that {@link EngineOptions#language(String)} takes. */
  public String languageName() {
    return language.lowerCaseName();
  }

  /** Empty if the directory holds no store. */
  public static Optional<StoreInfo> read(Storage storage, Path directory) {
    return dev.mneme.index.sync.StoreInfo.read(storage, directory)
        .map(
            info ->
                new StoreInfo(
                    info.embedder(), info.dimension(), info.similarity(), info.language()));
  }
}
