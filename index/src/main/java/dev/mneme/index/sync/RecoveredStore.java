package dev.mneme.index.sync;

import dev.mneme.index.api.OrdinalBitmap;

/**
 * A store after recovery, before its committer starts: every view has applied the whole log.
 *
 * @param replayed how many records were read to get there
 */
record RecoveredStore(
    StoreInfo info, Catalog catalog, Views views, OrdinalBitmap live, long replayed) {}
