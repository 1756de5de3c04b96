/** How do files become memories, each only once? */
@NullMarked
package dev.mneme.examples.ingest;

import org.jspecify.annotations.NullMarked;
