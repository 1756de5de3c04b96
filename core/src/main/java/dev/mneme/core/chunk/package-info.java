/** How does a document become memories? */
@NullMarked
package dev.mneme.core.chunk;

import org.jspecify.annotations.NullMarked;
