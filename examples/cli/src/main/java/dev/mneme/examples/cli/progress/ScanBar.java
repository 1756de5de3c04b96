package dev.mneme.examples.cli.progress;

import dev.mneme.report.Progress;

import dev.mneme.examples.render.Terminal;
import java.util.Optional;

/** Shows how far the reading of a log is. */
public final class ScanBar implements Progress, AutoCloseable {
  private static final int UNKNOWN = -1;

  private final Optional<Bar> bar;

  private ScanBar(Optional<Bar> bar) {
    this.bar = bar;
  }

  public static ScanBar on(Terminal terminal, String task) {
    return new ScanBar(Bar.on(terminal, task, UNKNOWN, " MiB", 1 << 20));
  }

  @Override
  public void done(long bytes, long ofBytes) {
    bar.ifPresent(shown -> shown.stepTo(bytes, ofBytes));
  }

  @Override
  public void close() {
    bar.ifPresent(Bar::close);
  }
}
