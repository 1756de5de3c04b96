/**
 * Which memories have this attribute, are of this namespace, expire by now?
 *
 * <p>Sets of ordinals by value, a counted B-tree for ranges of numbers. Way in: {@link
 * AttributeView}. Threads: one writes, any number read; see {@link dev.mneme.index.api.View}. On
 * disk: {@code attributes.checkpoint}. Not here: what a filter means ({@link
 * dev.mneme.filter.FilterEvaluator}), ranges of time ({@code index.time}).
 */
@NullMarked
package dev.mneme.index.attribute;

import org.jspecify.annotations.NullMarked;
