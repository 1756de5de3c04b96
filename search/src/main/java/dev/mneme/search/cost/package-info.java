/** What does each way cost? */
@NullMarked
package dev.mneme.search.cost;

import org.jspecify.annotations.NullMarked;
