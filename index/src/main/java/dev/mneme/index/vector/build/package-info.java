/**
 * How is a segment made of its members?
 *
 * <p>Way in: {@link dev.mneme.index.vector.build.SegmentStore}. Threads: two builds may run at
 * once, each with threads of its own. On disk: a new segment under a temporary name, renamed when
 * it is whole. Not here: which members, and when ({@code maintain}), the format ({@code segment}).
 */
@NullMarked
package dev.mneme.index.vector.build;

import org.jspecify.annotations.NullMarked;
