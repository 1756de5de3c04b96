/** How are memories, queries and times written as text? */
@NullMarked
package dev.mneme.examples.format;

import org.jspecify.annotations.NullMarked;
