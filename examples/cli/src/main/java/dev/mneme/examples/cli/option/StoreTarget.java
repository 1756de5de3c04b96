package dev.mneme.examples.cli.option;

import dev.mneme.error.IncompatibleException;
import dev.mneme.examples.ingest.Target;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store on disk; one that is not there is made for the first memory. Not thread-safe. */
public final class StoreTarget implements Target, AutoCloseable {
  private final Path directory;
  private final StoreChoice chosen;
  private @Nullable OpenStore open;

  /**
   * Opens a store that is there.
   *
   * @throws IncompatibleException if it was made with another embedder or language than the chosen
   *     one
   */
  public StoreTarget(Path directory, StoreChoice chosen) {
    this.directory = directory;
    this.chosen = chosen;
    if (MemoryEngine.info(directory).isPresent()) {
      openNow();
    }
  }

  /** Whether texts will get vectors. */
  public boolean embeds() {
    return open == null
        ? chosen.embedder().orElse(EmbedderChoice.DEFAULT).model().isPresent()
        : open.embedder().isPresent();
  }

  @Override
  public Optional<MemoryEngine> existing() {
    return Optional.ofNullable(open).map(OpenStore::engine);
  }

  @Override
  public MemoryEngine engine() {
    return open == null ? openNow().engine() : open.engine();
  }

  private OpenStore openNow() {
    var opened = OpenStore.existingOrNew(directory, chosen);
    open = opened;
    return opened;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }
}
