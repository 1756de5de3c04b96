package dev.mneme.examples.cli;

import dev.mneme.examples.format.Quote;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.search.engine.VerifyReport;
import picocli.CommandLine.Command;

/** {@code mneme verify}. */
@Command(
    name = "verify",
    description = "Check log and views against each other; exit status 1 if something is wrong.")
final class VerifyCommand extends StoreCommand {
  VerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(OpenStore open, Output out) {
    var report = open.engine().verify();
    print(out, report);
    out.flush();
    if (report.ok()) {
      return 0;
    }
    var first = Quote.oneLine(report.problems().getFirst(), 400);
    int count = report.problems().size();
    terminal
        .err()
        .println(
            "mneme: "
                + store
                + " has "
                + (count == 1 ? "a problem: " : count + " problems, the first: ")
                + first);
    return Mneme.FAILED;
  }

  private void print(Output out, VerifyReport report) {
    if (!json) {
      out.format(
          "%,d records, %,d memories, %s",
          report.records(), report.memories(), report.ok() ? "all well" : "problems:");
      report.problems().forEach(out::line);
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
