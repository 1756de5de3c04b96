package dev.mneme.examples.cli.upkeep;

import dev.mneme.examples.cli.progress.ScanBar;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mneme.report.SalvageReport;
import dev.mneme.core.text.Printable;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mneme salvage}. */
@Command(
    name = "salvage",
    description = {
      "Copy what can still be read of a damaged store into a new one; the source is only read.",
      "Exit status 1 if something could not be saved; each loss is a line of the output."
    })
public final class SalvageCommand implements Callable<Integer> {
  private static final int LINE = 400;

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "The damaged store.")
  private Path source = Path.of("");

  @Parameters(index = "1", paramLabel = "TARGET", description = "The directory to make.")
  private Path target = Path.of("");

  @Option(names = "--json", description = "Print JSON, one object a line, and nothing else.")
  private boolean json;

  public SalvageCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    SalvageReport report;
    try (var bar = ScanBar.on(terminal, "salvage")) {
      report = MemoryEngine.salvage(source, target, EngineOptions.defaults(), bar);
    }
    try (var out = new Output(terminal.out())) {
      if (json) {
        out.json(generator -> write(generator, report));
      } else {
        print(out, report);
      }
    }
    int losses = report.losses().size();
    if (losses > 0) {
      terminal.complain("%,d places of %s could not be saved".formatted(losses, source));
      return CommandLine.ExitCode.SOFTWARE;
    }
    return 0;
  }

  private void print(Output out, SalvageReport report) {
    out.format(
        "%,d memories saved to %s (%,d versions and %,d deletions)",
        report.memories(), target, report.puts(), report.deletes());
    report.losses().forEach(loss -> out.line(Printable.shorten(loss.toString(), LINE, "…")));
  }

  private void write(JsonGenerator out, SalvageReport report) throws IOException {
    out.writeStartObject();
    out.writeStringField("target", target.toString());
    out.writeNumberField("memories", report.memories());
    out.writeNumberField("versions", report.puts());
    out.writeNumberField("deletions", report.deletes());
    out.writeArrayFieldStart("losses");
    for (var loss : report.losses()) {
      out.writeStartObject();
      out.writeStringField("file", loss.file().toString());
      out.writeNumberField("offset", loss.offset());
      out.writeNumberField("bytes", loss.bytes());
      if (loss.missing().isPresent()) {
        out.writeNumberField("firstMissing", loss.missing().get().first());
        out.writeNumberField("lastMissing", loss.missing().get().last());
      }
      out.writeStringField("reason", loss.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
