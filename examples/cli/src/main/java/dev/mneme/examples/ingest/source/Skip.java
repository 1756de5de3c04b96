package dev.mneme.examples.ingest.source;

import dev.mneme.core.text.Printable;

/**
 * Something that was not taken in.
 *
 * @param source the file
 * @param line from 1, or 0 for the whole file
 */
public record Skip(String source, long line, String reason) {

  /** One line: where and why. */
  public String describe() {
    var where = line == 0 ? source : source + " line " + line;
    return Printable.shorten(where, 1_000, "…") + ": " + Printable.shorten(reason, 400, "…");
  }
}
