package dev.mneme.examples.ingest;

import dev.mneme.core.chunk.Chunk;
import dev.mneme.core.chunk.ChunkOptions;
import dev.mneme.core.chunk.Chunker;
import dev.mneme.core.chunk.DocumentFormat;
import dev.mneme.core.filter.Filter;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.Memory;
import dev.mneme.search.engine.ListPage;
import dev.mneme.search.engine.ListRequest;
import dev.mneme.search.engine.MemoryEngine;
import dev.mneme.search.engine.Namespace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes a Markdown or text file as chunks with the attributes {@code path}, {@code chunk} (from 0)
 * and, below a heading, {@code heading}; their time is that of the file. A chunk's id comes from
 * its text, so that a changed file keeps the chunks that it still has; those that it has no more
 * are deleted after the new ones are in.
 */
final class DocumentIngest {
  static final String PATH = "path";
  static final String CHUNK = "chunk";
  static final String HEADING = "heading";

  private static final long LARGEST_FILE = 256L << 20;
  private static final int PAGE = 1_000;

  private final MemoryEngine engine;
  private final IngestOptions options;
  private final BatchWriter writer;
  private final Tally tally;

  DocumentIngest(MemoryEngine engine, IngestOptions options, BatchWriter writer, Tally tally) {
    this.engine = engine;
    this.options = options;
    this.writer = writer;
    this.tally = tally;
  }

  void ingest(Source source, Consumer<Skip> skips) throws IOException {
    List<Memory> memories;
    try {
      memories = memories(source);
    } catch (InvalidRequest refused) {
      skips.accept(new Skip(source.path().toString(), 0, String.valueOf(refused.getMessage())));
      return;
    }
    var namespace = engine.namespace(options.namespace());
    var kept = new HashSet<String>();
    memories.forEach(memory -> kept.add(memory.id()));
    var leftovers = leftovers(namespace, source, kept);
    memories.forEach(memory -> writer.add(namespace.name(), new Candidate(memory, true)));
    if (!leftovers.isEmpty()) {
      writer.flush(); // a crash in between leaves too much, which the next ingestion removes, never
      // too little
      for (var id : leftovers) {
        tally.removed += namespace.delete(id) ? 1 : 0;
      }
    }
  }

  private List<Memory> memories(Source source) throws IOException {
    var ids = new SourceIds(source);
    var time = Files.getLastModifiedTime(source.path()).toInstant();
    var memories = new ArrayList<Memory>();
    for (var chunk : Chunker.chunk(read(source), ChunkOptions.defaults(), format(source))) {
      var memory = memory(source, chunk, ids.next(chunk.text()), time);
      options.limits().check(options.namespace(), memory);
      memories.add(memory);
    }
    return memories;
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

  private static String read(Source source) throws IOException {
    long size = Files.size(source.path());
    InvalidRequest.require(
        size <= LARGEST_FILE, "the file has %d bytes, at most %d are allowed", size, LARGEST_FILE);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(source.path())))
          .toString();
    } catch (CharacterCodingException e) {
      throw new InvalidRequest("the file is not valid UTF-8");
    }
  }

  private static DocumentFormat format(Source source) {
    return source.kind() == Source.Kind.MARKDOWN ? DocumentFormat.MARKDOWN : DocumentFormat.TEXT;
  }

  /** Chunks of this file in the store that are not among {@code kept}. */
  private static List<String> leftovers(Namespace namespace, Source source, Set<String> kept) {
    var request =
        ListRequest.newest(PAGE)
            .withFilter(Filter.and(Filter.eq(PATH, source.key()), Filter.exists(CHUNK)));
    var leftovers = new ArrayList<String>();
    ListPage page = namespace.list(request);
    while (true) {
      for (var entry : page.entries()) {
        if (!kept.contains(entry.memory().id())) {
          leftovers.add(entry.memory().id());
        }
      }
      if (page.next().isEmpty()) {
        return leftovers;
      }
      page = namespace.list(request.after(page.next().get()));
    }
  }
}
