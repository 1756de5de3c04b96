/** Who is measured? Each engine behind one small interface, with its best honest settings. */
@NullMarked
package dev.mneme.bench.peers;

import org.jspecify.annotations.NullMarked;
