/** How does a text become a vector? {@code Embedder} and the bounded embedding cache. */
@NullMarked
package dev.mneme.embed;

import org.jspecify.annotations.NullMarked;
