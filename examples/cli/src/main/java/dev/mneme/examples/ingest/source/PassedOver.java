package dev.mneme.examples.ingest.source;

import java.util.List;

/**
 * Files of a kind that a directory holds and that were not taken in.
 *
 * @param kind in words
 * @param count of files, or of directories with all that is in them
 * @param names the first of them
 */
public record PassedOver(String kind, long count, List<String> names) {
  public PassedOver {
    names = List.copyOf(names);
  }
}
