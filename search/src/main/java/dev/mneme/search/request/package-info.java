/** What can be asked, and what comes back? */
@NullMarked
package dev.mneme.search.request;

import org.jspecify.annotations.NullMarked;
