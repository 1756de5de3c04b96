/**
 * What does each way cost?
 *
 * <p>Way in: {@link CostModel}. Threads: any. On disk: nothing; what {@link Calibration} has learnt
 * goes with the engine. Not here: which ways there are ({@code plan}).
 */
@NullMarked
package dev.mneme.search.cost;

import org.jspecify.annotations.NullMarked;
