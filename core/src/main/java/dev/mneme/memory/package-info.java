/** What is a memory? Values, validation and limits; no input or output. */
@NullMarked
package dev.mneme.memory;

import org.jspecify.annotations.NullMarked;
