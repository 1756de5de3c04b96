/** What went wrong? One sealed family of exceptions. */
@NullMarked
package dev.mneme.error;

import org.jspecify.annotations.NullMarked;
