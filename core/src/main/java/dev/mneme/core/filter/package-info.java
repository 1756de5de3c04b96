/** Which memories match? The sealed filter tree, its text grammar, and the slow reference evaluator. */
@NullMarked
package dev.mneme.core.filter;

import org.jspecify.annotations.NullMarked;
