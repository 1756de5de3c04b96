/**
 * Which ordinal has this id? Chronicle Map off heap, or an on-heap map where the JVM lacks its
 * flags.
 */
@NullMarked
package dev.mneme.core.ids;

import org.jspecify.annotations.NullMarked;
