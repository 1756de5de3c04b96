package dev.mneme.examples.ingest;

import static dev.mneme.examples.format.DocumentAttributes.CHUNK;
import static dev.mneme.examples.format.DocumentAttributes.HEADING;
import static dev.mneme.examples.format.DocumentAttributes.PATH;

import dev.mneme.examples.ingest.source.Source;
import dev.mneme.examples.ingest.source.Sources;
import dev.mneme.examples.ingest.text.TextFile;
import dev.mneme.chunk.Chunk;
import dev.mneme.chunk.ChunkOptions;
import dev.mneme.chunk.Chunker;
import dev.mneme.chunk.DocumentFormat;
import dev.mneme.memory.Memory;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Takes a Markdown or text file as chunks with the attributes {@code path}, {@code chunk} (from 0)
 * and, below a heading, {@code heading}; their time is that of the file. A chunk's id comes from
 * its text, so that a changed file keeps the chunks that it still has; those that it has no more
 * are deleted in one step after the new ones are in. A crash in between leaves too much, which the
 * next ingestion removes, never too little. Files are streamed.
 */
final class DocumentIngest {
  private final Target target;
  private final IngestOptions options;
  private final BatchWriter writer;
  private final Tally tally;

  DocumentIngest(Target target, IngestOptions options, BatchWriter writer, Tally tally) {
    this.target = target;
    this.options = options;
    this.writer = writer;
    this.tally = tally;
  }

  /**
   * Takes a file in, if all of it is text.
   *
   * @throws dev.mneme.error.InvalidRequestException saying why it is not taken; nothing of it is
   *     then, unless it changed meanwhile
   */
  void ingest(Source source, LongConsumer bytesTaken) throws IOException {
    var file = TextFile.check(source.file());
    file.encoding().remark().ifPresent(remark -> tally.remark(source, remark));
    checkLimits(source, file.modified());
    var ids = new SourceIds(source);
    double bytesAChar = source.bytes() / Math.max(1.0, file.encoding().chars());
    file.read(
        text ->
            Chunker.stream(
                text,
                ChunkOptions.defaults(),
                format(source),
                chunk -> {
                  var memory = memory(source, chunk, ids.next(chunk.text()), file.modified());
                  writer.add(options.namespace(), new Candidate(memory, true));
                  bytesTaken.accept((long) (chunk.end() * bytesAChar));
                }));
    removeAllBut(source, ids);
  }

  private void removeAllBut(Source source, SourceIds given) {
    if (target.existing().isEmpty()) {
      return;
    }
    var documents = new StoredDocuments(target.engine().namespace(options.namespace()));
    var old = documents.chunks(source.key(), memory -> !given.hasGiven(memory.id()));
    if (!old.isEmpty()) {
      writer.flush();
      tally.removed += target.engine().namespace(options.namespace()).deleteAll(old);
    }
  }

  /** Deletes the chunks of files that were below the directories and are gone, file by file. */
  void removeVanished(Sources sources) {
    if (options.keepVanished() || target.existing().isEmpty()) {
      return;
    }
    var present = new HashSet<String>();
    sources.sources().forEach(source -> present.add(source.key()));
    for (var directory : sources.directories()) {
      removeVanished(directory, present);
    }
  }

  private void removeVanished(String directory, Set<String> present) {
    var namespace = target.engine().namespace(options.namespace());
    var below = present.stream().filter(key -> isBelow(key, directory)).toList();
    new StoredDocuments(namespace)
        .vanished(directory, Set.copyOf(below))
        .forEach(
            (path, ids) -> {
              tally.vanished(path);
              tally.removed += namespace.deleteAll(ids);
            });
  }

  private static boolean isBelow(String key, String directory) {
    return key.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  /** What all chunks of a file have in common is checked before the first one is written. */
  private void checkLimits(Source source, Instant time) {
    var chunk = new Chunk(0, 0, 1, "x", "");
    options.limits().check(options.namespace(), memory(source, chunk, "x", time));
  }

  private static Memory memory(Source source, Chunk chunk, String id, Instant time) {
    var builder =
        Memory.text(chunk.text())
            .id(id)
            .time(time)
            .attribute(PATH, source.key())
            .attribute(CHUNK, chunk.index());
    if (!chunk.heading().isEmpty()) {
      builder.attribute(HEADING, chunk.heading());
    }
    return builder.build();
  }

  private static DocumentFormat format(Source source) {
    return source.kind() == Source.Kind.MARKDOWN ? DocumentFormat.MARKDOWN : DocumentFormat.TEXT;
  }
}
