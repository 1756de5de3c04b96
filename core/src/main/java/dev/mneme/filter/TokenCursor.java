package dev.mneme.filter;

import dev.mneme.filter.Token.Kind;
import dev.mneme.error.InvalidRequestException;

/** The place where the parser is: one token ahead, and the errors that point at it. */
final class TokenCursor {
  private final String text;
  private final FilterLexer lexer;
  private Token current;

  TokenCursor(String text) {
    this.text = text;
    this.lexer = new FilterLexer(text);
    this.current = lexer.next();
  }

  Token current() {
    return current;
  }

  /** Steps over the current token and returns it. */
  Token take() {
    var taken = current;
    current = lexer.next();
    return taken;
  }

  boolean takeIf(Kind kind) {
    boolean matches = current.kind() == kind;
    if (matches) {
      take();
    }
    return matches;
  }

  boolean takeIf(Keyword keyword) {
    boolean matches = current.is(keyword);
    if (matches) {
      take();
    }
    return matches;
  }

  void expect(Kind kind, String expected) {
    if (!takeIf(kind)) {
      throw expected(expected);
    }
  }

  void expect(Keyword keyword) {
    if (!takeIf(keyword)) {
      throw expected(keyword.name());
    }
  }

  /** The error that something else should stand here. */
  InvalidRequestException expected(String what) {
    return expected(what, "");
  }

  /** The same with a hint behind what was found. */
  InvalidRequestException expected(String what, String hint) {
    return error(current, "expected " + what + ", found " + current.describe() + hint);
  }

  InvalidRequestException error(Token at, String reason) {
    return FilterSyntax.error(text, at.start(), reason);
  }
}
