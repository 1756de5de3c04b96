/** What do the inner loops cost? JMH benchmarks. */
@NullMarked
package dev.mneme.bench.jmh;

import org.jspecify.annotations.NullMarked;
