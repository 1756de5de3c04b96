/**
 * How do numbers stand in bytes, and how are the bytes guarded? Little-endian, with CRC-32C.
 *
 * <p>Way in: {@link dev.mneme.core.bytes.Bytes}. Threads: any. On disk: nothing by itself. Not
 * here: what the bytes mean, which the package that writes them says.
 */
@NullMarked
package dev.mneme.core.bytes;

import org.jspecify.annotations.NullMarked;
