package dev.mneme.langchain4j;

import dev.mneme.search.adapter.FrameworkIds;

/**
 * What LangChain4j calls blank: strings of nothing but characters up to U+0020, which {@link
 * String#trim} removes. So U+0001 is blank there and U+2003 is not, other than for {@link
 * String#isBlank}. Stateless.
 */
final class Blank {
  /** LangChain4j accepts no blank id. */
  static final FrameworkIds IDS = new FrameworkIds(Blank::is);

  private Blank() {}

  static boolean is(String value) {
    return value.trim().isEmpty();
  }
}
