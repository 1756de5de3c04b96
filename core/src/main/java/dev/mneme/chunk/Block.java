package dev.mneme.chunk;

/**
 * Lines of a document that belong together.
 *
 * @param start index of the first char
 * @param end index after the last one, line end included
 * @param heading the path of headings that it stands under; a heading's own path ends with itself
 */
record Block(Kind kind, int start, int end, String heading) {
  enum Kind {
    PARAGRAPH,
    HEADING,
    /** A line of a table. */
    ROW,
    /** Cut at lines only, and only if it must be. */
    CODE
  }
}
