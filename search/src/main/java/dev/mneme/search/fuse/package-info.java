/** Pure functions from ranked lists to one. */
@NullMarked
package dev.mneme.search.fuse;

import org.jspecify.annotations.NullMarked;
