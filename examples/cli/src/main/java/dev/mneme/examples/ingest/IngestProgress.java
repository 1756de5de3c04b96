package dev.mneme.examples.ingest;

/** Hears how far an ingestion is. Called in the thread that ingests. */
public interface IngestProgress {
  /** Nobody listens. */
  IngestProgress NONE = (bytes, memories) -> {};

  /**
   * Some more has been read or written.
   *
   * @param bytes read of all sources
   * @param memories in the store
   */
  void advanced(long bytes, long memories);
}
