/**
 * How is a text cut and shown? {@link dev.mneme.core.text.Graphemes} says where it may be cut,
 * {@link dev.mneme.core.text.Printable} what of it a terminal may see.
 */
@NullMarked
package dev.mneme.core.text;

import org.jspecify.annotations.NullMarked;
