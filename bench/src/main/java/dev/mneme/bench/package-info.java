/**
 * What does it cost, and how well does it find? Data sets, benchmarks and quality measures behind
 * one command.
 */
@NullMarked
package dev.mneme.bench;

import org.jspecify.annotations.NullMarked;
