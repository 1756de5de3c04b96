/** Run a plan against a snapshot. */
@NullMarked
package dev.mneme.search.execute;

import org.jspecify.annotations.NullMarked;
