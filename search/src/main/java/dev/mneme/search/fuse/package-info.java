/**
 * How do ranked lists become one?
 *
 * <p>Way in: {@link Fuser}. Threads: any, all is pure. On disk: nothing. Not here: where the lists
 * come from ({@code execute}).
 */
@NullMarked
package dev.mneme.search.fuse;

import org.jspecify.annotations.NullMarked;
