/**
 * What is wrong with a log, and what can still be read of it?
 *
 * <p>Way in: {@link dev.mneme.core.log.repair.LogCheck} says what is wrong with a log that is open,
 * or with the files of one that is not; {@link dev.mneme.core.log.repair.LogSalvage} copies what
 * can be read into a new log and reports what is lost. Threads: one for each call; an open log goes
 * on meanwhile. On disk: a check writes nothing, a salvage writes the new log only. Not here: the
 * repair of what a crash leaves, which is part of opening ({@code core.log}), and the views, which
 * are built anew ({@code index.store}).
 */
@NullMarked
package dev.mneme.core.log.repair;

import org.jspecify.annotations.NullMarked;
