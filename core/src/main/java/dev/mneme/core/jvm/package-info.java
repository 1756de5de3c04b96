/** What does this JVM allow? The flags that the engine wants, and which of them are missing. */
@NullMarked
package dev.mneme.core.jvm;

import org.jspecify.annotations.NullMarked;
