package dev.mneme.filter;

import dev.mneme.filter.Token.Kind;

/**
 * Cuts a filter text into tokens, one at a time and left to right, so that a bad text costs no more
 * than its good part.
 */
final class FilterLexer {
  private final String text;
  private int position;

  FilterLexer(String text) {
    this.text = text;
  }

  /** Whether a key can stand without quotes. */
  static boolean isWord(String key) {
    return !key.isEmpty()
        && isWordStart(key.codePointAt(0))
        && key.codePoints().allMatch(FilterLexer::isWordPart);
  }

  /** The next token; at the end {@link Kind#END}, again and again. */
  Token next() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    if (position == text.length()) {
      return new Token(Kind.END, "", position);
    }
    char c = text.charAt(position);
    return switch (c) {
      case '(' -> symbol(Kind.OPEN, 1);
      case ')' -> symbol(Kind.CLOSE, 1);
      case ',' -> symbol(Kind.COMMA, 1);
      case '*' -> symbol(Kind.STAR, 1);
      case '=' -> symbol(Kind.EQUAL, followedBy('=') ? 2 : 1);
      case '<' ->
          followedBy('=')
              ? symbol(Kind.LESS_OR_EQUAL, 2)
              : followedBy('>') ? symbol(Kind.NOT_EQUAL, 2) : symbol(Kind.LESS, 1);
      case '>' -> followedBy('=') ? symbol(Kind.GREATER_OR_EQUAL, 2) : symbol(Kind.GREATER, 1);
      case '\'' -> quoted(Kind.STRING, c);
      case '"', '`' -> quoted(Kind.QUOTED_KEY, c);
      default -> c == '!' && followedBy('=') ? symbol(Kind.NOT_EQUAL, 2) : wordOrNumber();
    };
  }

  private boolean followedBy(char c) {
    return position + 1 < text.length() && text.charAt(position + 1) == c;
  }

  private Token symbol(Kind kind, int length) {
    int start = position;
    position += length;
    return new Token(kind, text.substring(start, position), start);
  }

  private Token quoted(Kind kind, char quote) {
    int start = position;
    var content = new StringBuilder();
    int from = start + 1;
    while (true) {
      int end = text.indexOf(quote, from);
      if (end < 0) {
        throw FilterSyntax.error(
            text, start, "expected a closing " + quote + " for the one that opens here");
      }
      content.append(text, from, end);
      position = end + 1;
      if (position == text.length() || text.charAt(position) != quote) {
        return new Token(kind, content.toString(), start);
      }
      content.append(quote); // doubled, so it stands for itself
      from = position + 1;
    }
  }

  private Token wordOrNumber() {
    int start = position;
    int first = text.codePointAt(start);
    if (isWordStart(first)) {
      return run(Kind.WORD, start);
    }
    if (isDigitAt(start)
        || (first == '.' && isDigitAt(start + 1))
        || (isSign(first) && (isDigitAt(start + 1) || (followedBy('.') && isDigitAt(start + 2))))) {
      return run(Kind.NUMBER, start);
    }
    throw FilterSyntax.error(
        text,
        start,
        "unexpected character '" + FilterSyntax.shorten(Character.toString(first)) + "'");
  }

  /**
   * Everything up to the next border, so that {@code 3abc} is one bad number and not two tokens.
   */
  private Token run(Kind kind, int start) {
    position = start + Character.charCount(text.codePointAt(start));
    while (position < text.length()) {
      int c = text.codePointAt(position);
      boolean exponentSign =
          kind == Kind.NUMBER && c == '+' && "eE".indexOf(text.charAt(position - 1)) >= 0;
      if (!isWordPart(c) && !exponentSign) {
        break;
      }
      position += Character.charCount(c);
    }
    return new Token(kind, text.substring(start, position), start);
  }

  private boolean isDigitAt(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private static boolean isSign(int c) {
    return c == '-' || c == '+';
  }

  private static boolean isWordStart(int c) {
    return Character.isLetter(c) || c == '_';
  }

  private static boolean isWordPart(int c) {
    return Character.isLetterOrDigit(c)
        || c == '_'
        || c == '.'
        || c == '-'
        || c == ':'
        || isMark(c);
  }

  /** Vowel signs and accents, without which many scripts could not spell a key. */
  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
