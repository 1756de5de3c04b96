package dev.mneme.examples.ingest;

import dev.mneme.examples.ingest.source.Skip;
import dev.mneme.examples.ingest.source.Source;
import dev.mneme.examples.ingest.source.Sources;
import dev.mneme.examples.ingest.source.TreeWalk;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.MemoryEngine;
import java.io.IOException;
import java.util.function.LongConsumer;

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
    this(Target.of(engine), options, progress);
  }

  public Ingester(Target target, IngestOptions options, IngestProgress progress) {
    this.options = options;
    this.progress = progress;
    this.writer = new BatchWriter(target, options.embeds(), tally);
    int dimension = target.existing().map(engine -> engine.stats().dimension()).orElse(0);
    this.jsonl = new JsonlIngest(options, writer, new DimensionGuard(dimension));
    this.documents = new DocumentIngest(target, options, writer, tally);
  }

  /**
   * Takes all sources in, and then removes what has vanished from the directories; what has been
   * written stays written whatever happens.
   *
   * @throws InvalidRequestException at the first refused line where the options are strict;
   *     everything before it has been written
   */
  public IngestReport run(Sources sources) {
    sources.unreadable().forEach(this::skip);
    for (var source : sources.sources()) {
      try {
        ingest(source);
      } catch (IOException e) {
        skip(new Skip(source.path().toString(), 0, TreeWalk.reason(e)));
      }
      bytesBefore += source.bytes();
    }
    writer.flush();
    documents.removeVanished(sources);
    progress.advanced(bytesBefore, tally.memories());
    return tally.report(sources.passedOver());
  }

  private void ingest(Source source) throws IOException {
    LongConsumer taken =
        bytes -> progress.advanced(bytesBefore + Math.min(bytes, source.bytes()), tally.memories());
    switch (source.kind()) {
      case JSONL -> jsonl.ingest(source, this::skip, taken);
      case MARKDOWN, TEXT -> {
        try {
          documents.ingest(source, taken);
        } catch (InvalidRequestException refused) {
          skip(new Skip(source.path().toString(), 0, String.valueOf(refused.getMessage())));
        }
      }
    }
  }

  private void skip(Skip skip) {
    if (options.strict()) {
      writer.flush();
      throw new InvalidRequestException(skip.describe());
    }
    tally.skip(skip);
  }
}
