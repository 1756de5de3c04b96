package dev.mneme.examples.cli;

import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import picocli.CommandLine.Command;

/** {@code mneme compact}. */
@Command(
    name = "compact",
    description = "Drop what is deleted, replaced or expired from the files.")
final class CompactCommand extends StoreCommand {
  private static final double MIB = 1 << 20;

  CompactCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(OpenStore open, Output out) {
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
