package dev.mneme.examples.ingest;

import dev.mneme.memory.Limits;
import dev.mneme.MemoryEngine;

/**
 * How to ingest.
 *
 * @param namespace of memories that name none
 * @param strict stop at the first line that is refused
 * @param embeds whether the engine makes vectors for memories that have none
 * @param keepVanished whether chunks stay of documents that a named directory holds no more
 */
public record IngestOptions(
    String namespace, boolean strict, boolean embeds, boolean keepVanished, Limits limits) {

  public static IngestOptions defaults() {
    return new IngestOptions(
        MemoryEngine.DEFAULT_NAMESPACE, false, false, false, Limits.defaults());
  }

  public IngestOptions withNamespace(String newNamespace) {
    return new IngestOptions(newNamespace, strict, embeds, keepVanished, limits);
  }

  public IngestOptions withStrict(boolean newStrict) {
    return new IngestOptions(namespace, newStrict, embeds, keepVanished, limits);
  }

  public IngestOptions withEmbeds(boolean newEmbeds) {
    return new IngestOptions(namespace, strict, newEmbeds, keepVanished, limits);
  }

  public IngestOptions withKeepVanished(boolean newKeepVanished) {
    return new IngestOptions(namespace, strict, embeds, newKeepVanished, limits);
  }
}
