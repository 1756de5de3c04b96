/** How do the metadata values of other libraries become attributes? Shared by the adapters. */
@NullMarked
package dev.mneme.search.adapter;

import org.jspecify.annotations.NullMarked;
