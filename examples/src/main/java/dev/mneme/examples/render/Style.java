package dev.mneme.examples.render;

/** ANSI styles, or none. */
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

  public String highlight(String text) {
    return highlight + text + reset;
  }

  public String bold(String text) {
    return bold + text + reset;
  }

  public String dim(String text) {
    return dim + text + reset;
  }
}
