/** The public facade: {@code MemoryEngine}, {@code Namespace}, their options. */
@NullMarked
package dev.mneme.search.engine;

import org.jspecify.annotations.NullMarked;
