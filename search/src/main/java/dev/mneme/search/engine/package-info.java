/** The engine over a store of this machine: checks, embeds, and hands on to store and executor. */
@NullMarked
package dev.mneme.search.engine;

import org.jspecify.annotations.NullMarked;
