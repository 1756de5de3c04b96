/** Which memories are closest to this vector? The live graph and the exact scan. */
@NullMarked
package dev.mneme.index.vector;

import org.jspecify.annotations.NullMarked;
