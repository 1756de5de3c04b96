/** How do the views follow the log? Commit, publish, checkpoint, replay, rebuild. */
@NullMarked
package dev.mneme.index.sync;

import org.jspecify.annotations.NullMarked;
