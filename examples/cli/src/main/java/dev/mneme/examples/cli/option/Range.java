package dev.mneme.examples.cli.option;

import dev.mneme.filter.Filter;
import dev.mneme.examples.format.TimeText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which memories of the namespace, by attribute and time. */
public final class Range {
  @Option(
      names = "--filter",
      paramLabel = "EXPR",
      description =
          "Such as: speaker = 'Ada' AND (turn >= 3 OR tags CONTAINS 'work') AND NOT archived")
  private @Nullable String filter;

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "The earliest time: 2025-05-08T13:56Z, 2025-05-08 or epoch ms.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "The first time that is too late.")
  private @Nullable String to;

  public Filter filter() {
    return filter == null ? Filter.all() : Filter.parse(filter);
  }

  public Optional<Instant> from() {
    return Optional.ofNullable(from).map(text -> TimeText.instant("--from", text));
  }

  public Optional<Instant> to() {
    return Optional.ofNullable(to).map(text -> TimeText.instant("--to", text));
  }
}
