/** What does a store hold, and what did a check, a compaction or a salvage find? */
@NullMarked
package dev.mneme.report;

import org.jspecify.annotations.NullMarked;
