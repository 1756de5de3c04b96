/** Which memories are of this time? A counted B-tree and a dense column. */
@NullMarked
package dev.mneme.index.time;

import org.jspecify.annotations.NullMarked;
