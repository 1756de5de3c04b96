/** The way in: {@code MemoryEngine}, {@code Namespace}, and how to open them. */
@NullMarked
package dev.mneme;

import org.jspecify.annotations.NullMarked;
