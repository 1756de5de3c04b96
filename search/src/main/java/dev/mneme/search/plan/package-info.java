/** Which ways are there to run a query, and which one is picked? */
@NullMarked
package dev.mneme.search.plan;

import org.jspecify.annotations.NullMarked;
