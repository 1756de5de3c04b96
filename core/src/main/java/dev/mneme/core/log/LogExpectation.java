package dev.mneme.core.log;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * What others know of a log that is to be opened or checked: less than that is {@link
 * dev.mneme.error.CorruptionException}.
 *
 * @param id the identity that the log must have; empty if it is not known, or the log is to be made
 * @param witness of how far the log was durable
 */
public record LogExpectation(Optional<UUID> id, Optional<Witness> witness) {

  /** Nothing is known. */
  public static final LogExpectation NONE = new LogExpectation(Optional.empty(), Optional.empty());

  /**
   * A file that was made from a log.
   *
   * @param log the identity of that log; empty if it does not say it, and is taken to be of this
   *     one
   * @param sequence up to which the log was durable
   */
  public record Witness(Path file, Optional<UUID> log, long sequence) {}
}
