/**
 * What does a query ask for, and what may it cost?
 *
 * <p>Way in: {@link WordsQuery} for natural language, {@link SyntaxParser} for the syntax. Threads:
 * a parsed query is for any, a parser for one parse. On disk: nothing. Not here: how words are cut
 * and folded ({@code analysis}), how the matches are gone through ({@link
 * dev.mneme.index.text.TextView}).
 */
@NullMarked
package dev.mneme.index.text.query;

import org.jspecify.annotations.NullMarked;
