/**
 * How do changes become part of the store?
 *
 * <p>Way in: {@link Committer}, the one thread that writes; {@link CommitPipeline} carries a group
 * through log, fsync, views and id map to the published state. Threads: any may ask, the committer
 * does. On disk: records, through the log. Not here: what is done between commits; that is given as
 * {@link Housekeeping}.
 */
@NullMarked
package dev.mneme.index.store.commit;

import org.jspecify.annotations.NullMarked;
