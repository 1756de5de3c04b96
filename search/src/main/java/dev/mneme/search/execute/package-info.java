/**
 * How is a search run against a snapshot?
 *
 * <p>Way in: {@link SearchExecutor}; {@link SearchSource} is what it needs of the store. Threads:
 * any number of searches; the legs of one may run side by side. On disk: nothing. Not here: which
 * way a leg takes ({@code plan}), how lists become one ({@code fuse}), embedding the query ({@code
 * engine}).
 */
@NullMarked
package dev.mneme.search.execute;

import org.jspecify.annotations.NullMarked;
