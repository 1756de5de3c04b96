package dev.mneme.examples.render;

import dev.mneme.core.text.Printable;

/**
 * ANSI styles, or none. The text that is styled may come from anywhere: what of it a terminal could
 * act on is escaped, so that no other sequences than these ever reach one.
 */
public enum Style {
  NONE("", "", "", ""),
  ANSI("\u001b[1;33m", "\u001b[1m", "\u001b[2m", "\u001b[0m");

  private final String highlight;
  private final String bold;
  private final String dim;
  private final String reset;

  Style(String highlight, String bold, String dim, String reset) {
    this.highlight = highlight;
    this.bold = bold;
    this.dim = dim;
    this.reset = reset;
  }

  public static Style of(Terminal terminal) {
    return terminal.color() ? ANSI : NONE;
  }

  public String plain(String text) {
    return Printable.escape(text);
  }

  public String highlight(String text) {
    return highlight + Printable.escape(text) + reset;
  }

  public String bold(String text) {
    return bold + Printable.escape(text) + reset;
  }

  public String dim(String text) {
    return dim + Printable.escape(text) + reset;
  }
}
