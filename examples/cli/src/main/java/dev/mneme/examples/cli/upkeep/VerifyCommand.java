package dev.mneme.examples.cli.upkeep;

import dev.mneme.examples.cli.option.StorePlace;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.progress.ScanBar;
import dev.mneme.core.text.Printable;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.report.VerifyReport;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mneme verify}. */
@Command(
    name = "verify",
    description = "Check log and views, and change nothing; exit status 1 if something is wrong.")
public final class VerifyCommand implements Callable<Integer> {
  private static final int LINE = 400;

  private final Terminal terminal;

  @Mixin private final StorePlace place = new StorePlace();

  public VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OpenStore.requireStore(place.directory());
    VerifyReport report;
    try (var bar = ScanBar.on(terminal, "verify")) {
      report = MemoryEngine.verify(place.directory(), EngineOptions.defaults(), bar);
    }
    try (var out = new Output(terminal.out())) {
      print(out, report);
    }
    if (report.ok()) {
      return 0;
    }
    var first = Printable.shorten(report.problems().getFirst(), LINE, "…");
    int count = report.problems().size();
    terminal.complain(
        "%s has %s: %s"
            .formatted(
                place.directory(),
                count == 1 ? "a problem" : count + " problems, the first",
                first));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void print(Output out, VerifyReport report) {
    if (!place.json()) {
      out.format(
          "%,d records, %,d memories, %s",
          report.records(), report.memories(), report.ok() ? "all well" : "problems:");
      report.problems().forEach(problem -> out.line(Printable.shorten(problem, LINE, "…")));
      return;
    }
    out.json(
        generator -> {
          generator.writeStartObject();
          generator.writeBooleanField("ok", report.ok());
          generator.writeNumberField("records", report.records());
          generator.writeNumberField("memories", report.memories());
          generator.writeArrayFieldStart("problems");
          for (var problem : report.problems()) {
            generator.writeString(problem);
          }
          generator.writeEndArray();
          generator.writeEndObject();
        });
  }
}
