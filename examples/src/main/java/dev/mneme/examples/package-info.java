/** How is Mneme used? The command line tool and the programs that show the library at work. */
@NullMarked
package dev.mneme.examples;

import org.jspecify.annotations.NullMarked;
