package dev.mneme.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data set on disk: one text a line, one row of little-endian float32 of unit length a text; the
 * last rows are the queries.
 */
public record DataFiles(String name, Path texts, Path vectors, int dimension, int queries) {

  /** How many rows there are, queries included. */
  public int rows() throws IOException {
    return (int) (Files.size(vectors) / rowBytes());
  }

  public int rowBytes() {
    return dimension * Float.BYTES;
  }
}
