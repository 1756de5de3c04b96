package dev.mneme.chunk;

/** Walks a part of a document line by line; a line ends with LF, CRLF, CR or the part. */
final class Lines {
  private final String document;
  private final int limit;
  private int start;
  private int contentEnd;
  private int end;

  /** The lines of {@code [from, limit)}. */
  Lines(String document, int from, int limit) {
    this.document = document;
    this.limit = limit;
    this.end = from;
  }

  /** Steps to the next line, if there is one. */
  boolean next() {
    if (end == limit) {
      return false;
    }
    start = end;
    contentEnd = start;
    while (contentEnd < limit && !isLineEnd(document.charAt(contentEnd))) {
      contentEnd++;
    }
    end = Math.min(limit, contentEnd + 1);
    if (end < limit && document.startsWith("\r\n", contentEnd)) {
      end++;
    }
    return true;
  }

  int start() {
    return start;
  }

  /** Index after the line end. */
  int end() {
    return end;
  }

  /** The line without its end. */
  String content() {
    return document.substring(start, contentEnd);
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
