/**
 * What can be asked, and what comes back?
 *
 * <p>Way in: {@link SearchRequest}, {@link ListRequest}. Threads: requests and results are
 * immutable, a builder is for one thread. On disk: nothing. Not here: how a request is run ({@code
 * search.execute}), the filter language ({@code filter}).
 */
@NullMarked
package dev.mneme.request;

import org.jspecify.annotations.NullMarked;
