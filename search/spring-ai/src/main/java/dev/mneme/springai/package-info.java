/**
 * How does Spring AI plug in? Adapters to its interfaces, on the engine's API and on what adapters
 * share in {@link dev.mneme.search.adapter}.
 */
@NullMarked
package dev.mneme.springai;

import org.jspecify.annotations.NullMarked;
