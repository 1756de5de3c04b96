package dev.mneme.examples.cli.option;

import dev.mneme.core.check.Require;

import dev.mneme.error.IncompatibleException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.embedders.LocalEmbedder;
import dev.mneme.embedders.LocalModel;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.report.StoreInfo;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A store with the embedder that it was made with. The model itself is loaded when the first text
 * needs it, or beside the opening of the store where texts are sure to come.
 *
 * @param embedder absent where vectors come from elsewhere, or there are none
 */
public record OpenStore(
    MemoryEngine engine, Optional<TimedEmbedder> embedder, Optional<LocalEmbedder> model)
    implements AutoCloseable {

  /** Whether there will be texts to embed. */
  public enum Texts {
    COMING,
    PERHAPS
  }

  /**
   * Opens a store that exists, and never makes one.
   *
   * @throws InvalidRequestException if the directory holds none
   */
  public static OpenStore existing(Path directory, Texts texts) {
    return open(directory, requireStore(directory), Durability.SYNC, texts);
  }

  /**
   * What a store was made with.
   *
   * @throws InvalidRequestException if the directory holds none
   */
  public static StoreInfo requireStore(Path directory) {
    var info = MemoryEngine.info(directory);
    Require.that(info.isPresent(), "%s is not a memory store; ingest makes one", directory);
    return info.get();
  }

  /**
   * Opens a store, or makes one for what is chosen.
   *
   * @throws IncompatibleException if the store exists and was made with another embedder or
   *     language than the chosen one
   */
  public static OpenStore existingOrNew(Path directory, StoreChoice chosen) {
    var info = MemoryEngine.info(directory);
    if (info.isPresent()) {
      chosen.embedder().ifPresent(one -> requireSame(directory, one, info.get().embedder()));
      chosen.language().ifPresent(one -> requireSame(directory, one, info.get().languageName()));
      return open(directory, info.get(), chosen.durability(), Texts.PERHAPS);
    }
    var model = chosen.embedder().orElse(EmbedderChoice.DEFAULT).model();
    var defaults = EngineOptions.defaults().durability(chosen.durability());
    var options = chosen.language().map(name -> defaults.language(name)).orElse(defaults);
    return open(directory, options, model, Texts.COMING);
  }

  private static void requireSame(Path directory, String chosen, String remembered) {
    if (!chosen.equals(remembered)) {
      throw new IncompatibleException(
          directory,
          "this store was made with --language %s and keeps it; %s is another one"
              .formatted(remembered, chosen));
    }
  }

  /**
   * Opens a store that exists, with the chosen embedder where it was made without one.
   *
   * @throws InvalidRequestException if the directory holds none
   * @throws IncompatibleException if it was made with another embedder than the chosen one
   */
  public static OpenStore toEmbed(Path directory, Optional<EmbedderChoice> chosen) {
    var info = requireStore(directory);
    if (info.embedder().isPresent()) {
      chosen.ifPresent(choice -> requireSame(directory, choice, info.embedder()));
      return open(directory, info, Durability.SYNC, Texts.COMING);
    }
    var options =
        EngineOptions.defaults()
            .durability(Durability.SYNC)
            .similarity(info.similarity())
            .language(info.language());
    return open(directory, options, chosen.flatMap(EmbedderChoice::model), Texts.COMING);
  }

  private static void requireSame(
      Path directory, EmbedderChoice chosen, Optional<String> remembered) {
    if (!chosen.model().map(LocalModel::fullName).equals(remembered)) {
      var name =
          remembered.map(
              full -> LocalModel.byFullName(full).map(EmbedderChoice::shortName).orElse(full));
      throw new IncompatibleException(
          directory,
          "this store was made with --embedder %s and keeps it; %s is another one"
              .formatted(name.orElse("none"), chosen.shortName()));
    }
  }

  private static OpenStore open(
      Path directory, StoreInfo info, Durability durability, Texts texts) {
    var options =
        EngineOptions.defaults()
            .durability(durability)
            .similarity(info.similarity())
            .language(info.language());
    return open(directory, options, info.embedder().flatMap(LocalModel::byFullName), texts);
  }

  private static OpenStore open(
      Path directory, EngineOptions options, Optional<LocalModel> model, Texts texts) {
    if (model.isEmpty()) {
      return new OpenStore(
          MemoryEngine.open(directory, options), Optional.empty(), Optional.empty());
    }
    var local = new LocalEmbedder(model.get());
    if (texts == Texts.COMING) {
      Thread.ofPlatform().daemon().name("mneme-model").start(local::load);
    }
    var timed = new TimedEmbedder(local);
    return new OpenStore(
        MemoryEngine.open(directory, options.embedder(timed)),
        Optional.of(timed),
        Optional.of(local));
  }

  /** Waits until the model is there, so that it does not count as part of a search. */
  public void awaitModel() {
    model.ifPresent(LocalEmbedder::load);
  }

  /** Microseconds that the model spent on queries since it was last asked. */
  public long takeEmbedMicros() {
    return embedder.map(timed -> timed.takeQueryNanos() / 1_000).orElse(0L);
  }

  @Override
  public void close() {
    engine.close();
    model.ifPresent(LocalEmbedder::close);
  }
}
