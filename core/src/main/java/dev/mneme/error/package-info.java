/**
 * What went wrong?
 *
 * <p>Way in: {@link MnemeException}, the root of one sealed family. Threads: any. On disk: nothing.
 * Not here: how a caller is refused, which is {@code core.check}.
 */
@NullMarked
package dev.mneme.error;

import org.jspecify.annotations.NullMarked;
