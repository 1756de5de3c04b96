package dev.mneme.examples.cli.progress;

import dev.mneme.examples.ingest.IngestProgress;
import dev.mneme.examples.render.Terminal;
import java.util.Locale;
import java.util.Optional;

/** Shows how far an ingestion is. */
public final class IngestBar implements IngestProgress, AutoCloseable {
  private final Optional<Bar> bar;
  private final long bytes;

  private IngestBar(Optional<Bar> bar, long bytes) {
    this.bar = bar;
    this.bytes = bytes;
  }

  public static IngestBar on(Terminal terminal, long bytes) {
    return new IngestBar(Bar.on(terminal, "ingest", bytes, " KiB", 1 << 10), bytes);
  }

  @Override
  public void advanced(long done, long memories) {
    bar.ifPresent(
        shown -> {
          shown.stepTo(done, Math.max(bytes, done));
          shown.say(String.format(Locale.ROOT, "%,d memories", memories));
        });
  }

  @Override
  public void close() {
    bar.ifPresent(Bar::close);
  }
}
