/** How well does it find? Retrieval measures on judged sets, with a test of significance. */
@NullMarked
package dev.mneme.bench.quality;

import org.jspecify.annotations.NullMarked;
