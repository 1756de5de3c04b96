/**
 * Where is the truth? Record format, append, read, recover, compact; and {@code Storage}, the only
 * way to the disk.
 */
@NullMarked
package dev.mneme.core.log;

import org.jspecify.annotations.NullMarked;
