/**
 * What is indexed and asked: texts with embeddings, attributes to filter by, and the exact answers.
 */
@NullMarked
package dev.mneme.bench.data;

import org.jspecify.annotations.NullMarked;
