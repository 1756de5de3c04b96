/**
 * How do people and programs write a point in time? The one parser for all places that read one.
 */
@NullMarked
package dev.mneme.core.time;

import org.jspecify.annotations.NullMarked;
