package dev.mneme.chunk;

import java.util.Locale;

/** What a document's lines mean. */
public enum DocumentFormat {
  /** Paragraphs between blank lines. */
  TEXT,
  /**
   * CommonMark headings, fenced code, lists and tables, and the front matter that many tools write,
   * are seen.
   */
  MARKDOWN;

  /**
   * {@link #MARKDOWN} for names that end in {@code .md} or {@code .markdown}, else {@link #TEXT}.
   */
  public static DocumentFormat ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".md") || lower.endsWith(".markdown") ? MARKDOWN : TEXT;
  }
}
