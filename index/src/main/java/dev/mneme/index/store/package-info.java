/**
 * How is a store opened, read and written?
 *
 * <p>Way in: {@link LocalStore}; {@link Store} and {@link Snapshot} for those who only read.
 * Threads: any; writes meet in one thread, reads take a snapshot and wait for nobody. On disk: a
 * directory with {@code store.properties}, {@code lock}, {@code log/} and {@code views/}. Not here:
 * what an open store consists of ({@code state}), how changes become part of it ({@code commit}),
 * what is done between changes ({@code maintain}), how it is put right and checked ({@code
 * repair}).
 */
@NullMarked
package dev.mneme.index.store;

import org.jspecify.annotations.NullMarked;
