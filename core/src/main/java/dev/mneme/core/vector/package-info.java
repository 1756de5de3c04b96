/** How close are two vectors? Similarities, their SIMD kernels and the scalar fallback. */
@NullMarked
package dev.mneme.core.vector;

import org.jspecify.annotations.NullMarked;
