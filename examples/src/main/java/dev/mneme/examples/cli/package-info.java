/** What can be done from a shell? The command line tool. */
@NullMarked
package dev.mneme.examples.cli;

import org.jspecify.annotations.NullMarked;
