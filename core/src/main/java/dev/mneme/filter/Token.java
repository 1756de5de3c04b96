package dev.mneme.filter;

import java.util.Optional;

/**
 * A piece of a filter text.
 *
 * @param text the word, the number as written, or the content of the quotes with its escapes undone
 * @param start index of its first char
 */
record Token(Kind kind, String text, int start) {

  enum Kind {
    /** A key or keyword without quotes. */
    WORD,
    /** A key in double quotes or backticks. */
    QUOTED_KEY,
    STRING,
    NUMBER,
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    OPEN,
    CLOSE,
    COMMA,
    STAR,
    END
  }

  Optional<Keyword> keyword() {
    return kind == Kind.WORD ? Keyword.of(text) : Optional.empty();
  }

  boolean is(Keyword keyword) {
    return keyword().filter(keyword::equals).isPresent();
  }

  /** For messages. */
  String describe() {
    return switch (kind) {
      case WORD, NUMBER -> FilterSyntax.shorten(text);
      case STRING -> "'" + FilterSyntax.shorten(text) + "'";
      case QUOTED_KEY -> "\"" + FilterSyntax.shorten(text) + "\"";
      case END -> "the end";
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          OPEN,
          CLOSE,
          COMMA,
          STAR ->
          "'" + text + "'";
    };
  }
}
