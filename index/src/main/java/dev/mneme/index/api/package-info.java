/**
 * What must every view do, and what do views and their callers exchange?
 *
 * <p>Way in: {@link View}; {@link OrdinalBitmap}, a set of ordinals; {@link BestOrdinals}, the best
 * of what is offered. Threads: a view has one writer and any number of readers; sets never change;
 * what collects the best is for one thread. On disk: the form of a view's checkpoint ({@link
 * CheckpointFile}). Not here: the views themselves, and the store that drives them ({@code
 * index.store}).
 */
@NullMarked
package dev.mneme.index.api;

import org.jspecify.annotations.NullMarked;
