/** What can be asked, and what comes back? */
@NullMarked
package dev.mneme.request;

import org.jspecify.annotations.NullMarked;
