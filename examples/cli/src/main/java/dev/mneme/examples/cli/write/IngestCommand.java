package dev.mneme.examples.cli.write;

import dev.mneme.examples.cli.option.StorePlace;

import dev.mneme.examples.cli.option.EmbedderChoice;
import dev.mneme.examples.cli.option.LanguageConverter;
import dev.mneme.examples.cli.option.StoreChoice;
import dev.mneme.examples.cli.option.StoreTarget;
import dev.mneme.examples.cli.progress.IngestBar;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.examples.ingest.IngestOptions;
import dev.mneme.examples.ingest.IngestReport;
import dev.mneme.examples.ingest.Ingester;
import dev.mneme.examples.ingest.source.Sources;
import dev.mneme.examples.ingest.source.WalkOptions;
import dev.mneme.examples.render.IngestReportText;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.Durability;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mneme ingest}. */
@Command(
    name = "ingest",
    description = {
      "Take files into a store, which is made if it is not there and something is taken.",
      "The same files twice change nothing; a changed document replaces its old chunks, and documents"
          + " that are gone from a directory lose theirs."
    })
public final class IngestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final StorePlace place = new StorePlace();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "Markdown, text (.txt, .rst, .adoc, .org, .log, README), .jsonl with one memory a line, and"
              + " directories of such. What a .gitignore leaves out is passed over.")
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

  @Option(
      names = "--keep-vanished",
      description = "Keep chunks of documents that are gone from the directories.")
  private boolean keepVanished;

  @Option(
      names = "--follow-links",
      description = "Follow symbolic links in directories, out of them too.")
  private boolean followLinks;

  @Option(
      names = "--no-ignore",
      description = "Take what a .gitignore leaves out, .git and node_modules too.")
  private boolean noIgnore;

  public IngestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var sources = Sources.find(paths, new WalkOptions(followLinks, noIgnore));
    IngestOptions.defaults().limits().checkNamespace(namespace);
    var choice =
        new StoreChoice(Optional.ofNullable(embedder), Optional.ofNullable(language), durability);
    try (var target = new StoreTarget(place.directory(), choice);
        var out = new Output(terminal.out())) {
      run(sources, target, out);
    }
    return 0;
  }

  private void run(Sources sources, StoreTarget target, Output out) {
    var options =
        IngestOptions.defaults()
            .withNamespace(namespace)
            .withStrict(strict)
            .withEmbeds(target.embeds())
            .withKeepVanished(keepVanished);
    IngestReport report;
    try (var bar = IngestBar.on(terminal, sources.bytes())) {
      report = new Ingester(target, options, bar).run(sources);
    }
    // A document may have been emptied; a store that is there knows it then.
    boolean blank = !sources.sources().isEmpty() && report.skipped().count() == 0;
    if (report.isEmpty() && !(blank && target.existing().isPresent())) {
      throw nothingTaken(report);
    }
    if (place.json()) {
      out.json(generator -> IngestReportText.write(generator, report));
    } else {
      IngestReportText.lines(report).forEach(out::line);
    }
  }

  /** Some bad lines are to be expected; nothing but bad lines is a wrong file. */
  private InvalidRequestException nothingTaken(IngestReport report) {
    var skipped = report.skipped();
    if (skipped.count() > 0) {
      return new InvalidRequestException(
          "nothing was ingested, %s; %s"
              .formatted(badness(report), skipped.first().getFirst().describe()));
    }
    var aside =
        report.passedOver().stream()
            .map(IngestReportText::passedOver)
            .collect(Collectors.joining("; "));
    return new InvalidRequestException(
        "nothing was ingested, %s%s"
            .formatted(
                aside.isEmpty() ? "there is nothing in " : "",
                aside.isEmpty()
                    ? paths.stream().map(Path::toString).collect(Collectors.joining(", "))
                    : aside));
  }

  private static String badness(IngestReport report) {
    long count = report.skipped().count();
    boolean files = report.skippedFiles() > 0;
    boolean lines = report.skippedFiles() < count;
    var what = files && lines ? "line and file" : files ? "file" : "line";
    if (count == 1) {
      return "the only " + what + " is bad";
    }
    return "%d %s are bad".formatted(count, files && lines ? "lines and files" : what + "s");
  }
}
