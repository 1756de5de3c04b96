/** Which models make vectors in this process, without a network? */
@NullMarked
package dev.mneme.examples.embed;

import org.jspecify.annotations.NullMarked;
