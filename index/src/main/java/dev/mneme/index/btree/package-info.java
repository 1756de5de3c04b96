/**
 * How many entries lie between these two, and which? The counted B-tree under time, numeric ranges
 * and expiry.
 */
@NullMarked
package dev.mneme.index.btree;

import org.jspecify.annotations.NullMarked;
