package dev.mneme.examples.cli;

import dev.mneme.core.model.InvalidRequest;
import dev.mneme.examples.ingest.IngestOptions;
import dev.mneme.examples.ingest.IngestReport;
import dev.mneme.examples.ingest.Ingester;
import dev.mneme.examples.ingest.Sources;
import dev.mneme.examples.render.IngestReportText;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.search.engine.Durability;
import dev.mneme.search.engine.MemoryEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mneme ingest}. */
@Command(
    name = "ingest",
    description = {
      "Take files into a store, which is made if it is not there.",
      "The same files twice change nothing; a changed .md or .txt file replaces its old chunks."
    })
final class IngestCommand extends StoreCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = ".jsonl (one memory a line), .md and .txt files, and directories of such.")
  private List<Path> paths = List.of();

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      defaultValue = MemoryEngine.DEFAULT_NAMESPACE,
      description = "The namespace of memories that name none; \"default\" by default.")
  private String namespace = MemoryEngine.DEFAULT_NAMESPACE;

  @Option(
      names = "--embedder",
      paramLabel = "E",
      converter = EmbedderChoice.Converter.class,
      description = {
        "bge-small (default), minilm, or none (texts without vectors, or your own vectors).",
        "A store keeps the one that it was made with."
      })
  private @Nullable EmbedderChoice embedder;

  @Option(
      names = "--language",
      paramLabel = "L",
      converter = LanguageConverter.class,
      completionCandidates = LanguageConverter.Names.class,
      description = {
        "How words are cut and folded, english by default: ${COMPLETION-CANDIDATES}.",
        "A store keeps the one that it was made with."
      })
  private @Nullable String language;

  @Option(
      names = "--durability",
      paramLabel = "D",
      defaultValue = "sync",
      description =
          "sync (default): a batch is on disk when it is acknowledged; async: within a second.")
  private Durability durability = Durability.SYNC;

  @Option(names = "--strict", description = "Stop at the first bad line instead of skipping it.")
  private boolean strict;

  private Sources sources = new Sources(List.of(), List.of());

  IngestCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  OpenStore open() {
    sources = Sources.find(paths); // before a store is made for files that are not there
    IngestOptions.defaults().limits().checkNamespace(namespace);
    return OpenStore.existingOrNew(
        store, Optional.ofNullable(embedder), Optional.ofNullable(language), durability);
  }

  @Override
  int run(OpenStore open, Output out) {
    var options =
        IngestOptions.defaults()
            .withNamespace(namespace)
            .withStrict(strict)
            .withEmbeds(open.embedder().isPresent());
    IngestReport report;
    try (var bar = IngestBar.on(terminal, sources.bytes())) {
      report = new Ingester(open.engine(), options, bar).run(sources);
    }
    requireSomething(report);
    if (json) {
      out.json(generator -> IngestReportText.write(generator, report));
    } else {
      IngestReportText.lines(report).forEach(out::line);
    }
    return 0;
  }

  /** Some bad lines are to be expected; nothing but bad lines is a wrong file. */
  private static void requireSomething(IngestReport report) {
    if (report.skipped() > 0 && report.memories() + report.expired() + report.removed() == 0) {
      throw new InvalidRequest(
          "nothing was ingested, %s; %s"
              .formatted(
                  report.skipped() == 1
                      ? "the only line is bad"
                      : report.skipped() + " lines are bad",
                  report.skips().getFirst().describe()));
    }
  }
}
