/** Which memories have this attribute? Bitmaps for values, a counted B-tree for numeric ranges. */
@NullMarked
package dev.mneme.index.attribute;

import org.jspecify.annotations.NullMarked;
