/** How does LangChain4j plug in? Adapters to its interfaces; the dependency is optional. */
@NullMarked
package dev.mneme.search.langchain4j;

import org.jspecify.annotations.NullMarked;
