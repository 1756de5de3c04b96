/**
 * What is the score of two vectors, and which of many score best?
 *
 * <p>Way in: {@link dev.mneme.index.vector.score.Scorer}, {@link
 * dev.mneme.index.vector.score.ExactScan}. Threads: any; a scan belongs to one. On disk: nothing,
 * vectors are read from the log. Not here: search without looking at all ({@code live}, {@code
 * search}), the kernels ({@code core.vector}).
 */
@NullMarked
package dev.mneme.index.vector.score;

import org.jspecify.annotations.NullMarked;
