/** How does Spring AI plug in? Adapters to its interfaces; the dependency is optional. */
@NullMarked
package dev.mneme.search.springai;

import org.jspecify.annotations.NullMarked;
