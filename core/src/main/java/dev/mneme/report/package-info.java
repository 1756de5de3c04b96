/**
 * What does a store hold, and what did a check, a compaction or a salvage find?
 *
 * <p>Way in: the methods of {@code MemoryEngine} that give these. Threads: any, all is immutable.
 * On disk: nothing. Not here: the work that is reported, in {@code index.store} and {@code
 * core.log}.
 */
@NullMarked
package dev.mneme.report;

import org.jspecify.annotations.NullMarked;
