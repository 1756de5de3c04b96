/**
 * How does a text become a vector?
 *
 * <p>Way in: {@link Embedder}, which users implement; {@link CachingEmbedder}, which remembers what
 * one has answered. Threads: any. On disk: the file of a cache, where one is asked for. Not here:
 * models, which are in {@code dev.mneme.embedders} and the adapters.
 */
@NullMarked
package dev.mneme.embed;

import org.jspecify.annotations.NullMarked;
