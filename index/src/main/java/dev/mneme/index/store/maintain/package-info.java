/**
 * What is to be done to a store between commits?
 *
 * <p>Expiry, dead ordinals, checkpoints, compaction. Way in: {@link StoreMaintenance}. Threads: the
 * committer's. On disk: checkpoints of catalog, id map and views; the log's own compaction. Not
 * here: when the views seal and merge, which they decide themselves.
 */
@NullMarked
package dev.mneme.index.store.maintain;

import org.jspecify.annotations.NullMarked;
