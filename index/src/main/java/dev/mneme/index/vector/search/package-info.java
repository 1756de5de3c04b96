/**
 * Which members of one sealed segment are close to a vector?
 *
 * <p>Way in: {@link dev.mneme.index.vector.search.SealedSegment}. Threads: any number search one
 * segment, each with scratch of its own. On disk: nothing, it reads mapped segments and the log.
 * Not here: the search over all tiers ({@code TieredSearch}, in the view), the live graph ({@code
 * live}), the scan ({@code score}).
 */
@NullMarked
package dev.mneme.index.vector.search;

import org.jspecify.annotations.NullMarked;
