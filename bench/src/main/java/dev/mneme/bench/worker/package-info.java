/** Where does an engine run? In a JVM of its own, which obeys one JSON line after the other. */
@NullMarked
package dev.mneme.bench.worker;

import org.jspecify.annotations.NullMarked;
