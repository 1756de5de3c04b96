package dev.mneme.examples.cli.option;

import dev.mneme.Durability;
import java.util.Optional;

/**
 * What the user has chosen for a store.
 *
 * @param embedder what the store has, or the default for a new one, if none is chosen
 * @param language of its texts, by name; what the store has, or English for a new one, if none is
 *     chosen
 */
public record StoreChoice(
    Optional<EmbedderChoice> embedder, Optional<String> language, Durability durability) {}
