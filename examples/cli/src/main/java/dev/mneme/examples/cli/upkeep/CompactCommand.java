package dev.mneme.examples.cli.upkeep;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import picocli.CommandLine.Command;

/** {@code mneme compact}. */
@Command(
    name = "compact",
    description = "Drop what is deleted, replaced or expired from the files.")
public final class CompactCommand extends StoreCommand {
  private static final double MIB = 1 << 20;

  public CompactCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    var report = open.engine().compact();
    if (json) {
      out.json(
          generator -> {
            generator.writeStartObject();
            generator.writeNumberField("bytesBefore", report.bytesBefore());
            generator.writeNumberField("bytesAfter", report.bytesAfter());
            generator.writeNumberField("recordsDropped", report.recordsDropped());
            generator.writeNumberField("expiredPurged", report.expiredPurged());
            generator.writeEndObject();
          });
    } else {
      out.format(
          "log %.1f MiB before, %.1f MiB after; %,d records dropped, %,d expired memories purged",
          report.bytesBefore() / MIB,
          report.bytesAfter() / MIB,
          report.recordsDropped(),
          report.expiredPurged());
    }
    return 0;
  }
}
