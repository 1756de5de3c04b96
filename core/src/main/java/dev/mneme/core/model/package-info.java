/** What is a memory? Records, validation and limits; no input or output. */
@NullMarked
package dev.mneme.core.model;

import org.jspecify.annotations.NullMarked;
