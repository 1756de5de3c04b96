/** Which memories hold these words? The inverted index on Lucene. */
@NullMarked
package dev.mneme.index.text;

import org.jspecify.annotations.NullMarked;
