/** What is measured? Each kind of work against one engine. */
@NullMarked
package dev.mneme.bench.work;

import org.jspecify.annotations.NullMarked;
