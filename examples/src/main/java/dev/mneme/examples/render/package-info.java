/** How do answers look, to a person at a terminal and to a program? */
@NullMarked
package dev.mneme.examples.render;

import org.jspecify.annotations.NullMarked;
