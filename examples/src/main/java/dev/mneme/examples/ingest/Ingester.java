package dev.mneme.examples.ingest;

import dev.mneme.core.model.InvalidRequest;
import dev.mneme.search.engine.MemoryEngine;
import java.io.IOException;

/**
 * Takes files into a store. What is there already is left alone, so that the same source twice
 * changes nothing; a refused line is skipped with its reason, or ends the ingestion where that is
 * wanted. For one use, by one thread.
 */
public final class Ingester {
  private final IngestOptions options;
  private final IngestProgress progress;
  private final Tally tally = new Tally();
  private final BatchWriter writer;
  private final JsonlIngest jsonl;
  private final DocumentIngest documents;
  private long bytesBefore;

  public Ingester(MemoryEngine engine, IngestOptions options, IngestProgress progress) {
    this.options = options;
    this.progress = progress;
    this.writer = new BatchWriter(engine, options.embeds(), tally);
    this.jsonl = new JsonlIngest(options, writer, new DimensionGuard(engine.stats().dimension()));
    this.documents = new DocumentIngest(engine, options, writer, tally);
  }

  /**
   * Takes all sources in; what has been written stays written whatever happens.
   *
   * @throws InvalidRequest at the first refused line where the options are strict; everything
   *     before it has been written
   */
  public IngestReport run(Sources sources) {
    sources.unreadable().forEach(this::skip);
    for (var source : sources.sources()) {
      try {
        ingest(source);
      } catch (IOException e) {
        skip(new Skip(source.path().toString(), 0, "it cannot be read: " + e.getMessage()));
      }
      bytesBefore += source.bytes();
    }
    writer.flush();
    progress.advanced(bytesBefore, tally.memories());
    return tally.report();
  }

  private void ingest(Source source) throws IOException {
    switch (source.kind()) {
      case JSONL ->
          jsonl.ingest(
              source, this::skip, read -> progress.advanced(bytesBefore + read, tally.memories()));
      case MARKDOWN, TEXT -> {
        documents.ingest(source, this::skip);
        progress.advanced(bytesBefore + source.bytes(), tally.memories());
      }
    }
  }

  private void skip(Skip skip) {
    if (options.strict()) {
      writer.flush();
      throw new InvalidRequest(skip.describe());
    }
    tally.skip(skip);
  }
}
