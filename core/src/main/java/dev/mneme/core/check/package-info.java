/** Is this allowed? The one form of a check that refuses what a caller asks. */
@NullMarked
package dev.mneme.core.check;

import org.jspecify.annotations.NullMarked;
