package dev.mneme.index.text.query;

import java.util.List;

/** A parsed query; thread-safe, good for the view that made it. */
public interface TextQuery {
  /** The analyzed terms, without duplicates, in order; what the explanation shows. */
  List<String> terms();
}
