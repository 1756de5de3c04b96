/** What does Mneme do? A tour with real answers. */
@NullMarked
package dev.mneme.examples.demo;

import org.jspecify.annotations.NullMarked;
