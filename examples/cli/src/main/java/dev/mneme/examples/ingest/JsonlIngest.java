package dev.mneme.examples.ingest;

import dev.mneme.examples.ingest.source.Skip;
import dev.mneme.examples.ingest.source.Source;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.examples.format.Lines;
import dev.mneme.examples.format.MemoryLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Takes a file of one JSON memory a line. */
final class JsonlIngest {
  private static final long LINES_BETWEEN_REPORTS = 64;

  private final IngestOptions options;
  private final BatchWriter writer;
  private final DimensionGuard dimension;

  JsonlIngest(IngestOptions options, BatchWriter writer, DimensionGuard dimension) {
    this.options = options;
    this.writer = writer;
    this.dimension = dimension;
  }

  void ingest(Source source, Consumer<Skip> skips, LongConsumer bytesRead) throws IOException {
    var ids = new SourceIds(source);
    var name = source.path().toString();
    var now = Instant.now();
    try (var lines = new Lines(Files.newInputStream(source.file(), LinkOption.NOFOLLOW_LINKS))) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        switch (line.get()) {
          case Lines.Line.Text(long number, String text) -> {
            Accepted accepted;
            try {
              accepted = check(text, ids, now);
            } catch (InvalidRequestException refused) {
              skips.accept(new Skip(name, number, String.valueOf(refused.getMessage())));
              break;
            }
            writer.add(accepted.namespace(), accepted.candidate());
          }
          case Lines.Line.Bad(long number, String reason) ->
              skips.accept(new Skip(name, number, reason));
        }
        if (line.get().number() % LINES_BETWEEN_REPORTS == 0) {
          bytesRead.accept(lines.bytesRead());
        }
      }
    }
  }

  private record Accepted(String namespace, Candidate candidate) {}

  private Accepted check(String text, SourceIds ids, Instant now) {
    var line = MemoryLine.parse(text);
    var memory = line.toMemory(line.id().isPresent() ? "" : ids.next(text.strip()), now);
    var namespace = line.namespace().orElse(options.namespace());
    options.limits().check(namespace, memory);
    dimension.check(memory);
    return new Accepted(namespace, new Candidate(memory, line.time().isPresent()));
  }
}
