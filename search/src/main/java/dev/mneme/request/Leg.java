package dev.mneme.request;

/** One ranked list of a hybrid search. */
public enum Leg {
  /** Words: BM25. */
  TEXT,
  /** Meaning: closeness of embeddings. */
  VECTOR,
  /** Newest first; only where asked for. */
  TIME
}
