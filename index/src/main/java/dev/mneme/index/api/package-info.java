/**
 * What must every view do? Apply, checkpoint, reclaim, answer; and the sets of ordinals that views
 * exchange.
 */
@NullMarked
package dev.mneme.index.api;

import org.jspecify.annotations.NullMarked;
