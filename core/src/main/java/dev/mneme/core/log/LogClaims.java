package dev.mneme.core.log;

import dev.mneme.core.log.format.LogDigest;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.report.SalvageReport;
import dev.mneme.error.CorruptionException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Holds the segment files of a directory, one after the other, against each other and against the
 * {@link Manifest}: each belongs to this log, goes on where the one before it ends, is the one that
 * the manifest names, and nothing that was durable is missing at the end. Changes nothing. Not
 * thread-safe.
 *
 * <p>What the manifest cannot know are the changes since it was written: the end of the segment in
 * use, one segment that was begun, and one that a compaction was putting in place.
 */
public final class LogClaims {
  private final Path directory;
  private final Optional<Manifest> manifest;
  private final UUID id;
  private final LogExpectation expectation;

  /**
   * @throws CorruptionException if the manifest is missing though there has to be one, or of
   *     another log
   */
  public LogClaims(Path directory, Optional<Manifest> manifest, LogExpectation expectation) {
    this.expectation = expectation;
    var expected = expectation.id();
    this.directory = directory;
    this.manifest = manifest;
    this.id = manifest.map(Manifest::id).orElseGet(UUID::randomUUID);
    if (expected.isPresent() && manifest.isEmpty()) {
      throw missingManifest();
    }
    manifest
        .map(Manifest::id)
        .filter(id -> !expected.orElse(id).equals(id))
        .ifPresent(
            id -> {
              throw new CorruptionException(
                  Manifest.path(directory),
                  16,
                  "it belongs to the log of another store, "
                      + id
                      + " instead of "
                      + expected.orElse(id)
                      + "; put back the log that belongs to this store.properties, or both files of"
                      + " the other store");
            });
  }

  private CorruptionException missingManifest() {
    return new CorruptionException(
        Manifest.path(directory),
        0,
        "it is missing, so that it is unknown which changes have to be in the log; "
            + Manifest.REMEDY);
  }

  /** The identity of the log; a new one if it has none yet. */
  UUID id() {
    return id;
  }

  Optional<Manifest> manifest() {
    return manifest;
  }

  /**
   * What was found in a segment file.
   *
   * @param path of the file
   */
  public record Found(
      Path path,
      SegmentFormat.Header header,
      long end,
      long lastSequence,
      long digest,
      long contentDigest) {

    /** What a seal says, or would say. */
    public static Found of(Path path, SegmentFormat.Header header, SegmentFormat.Seal seal) {
      return new Found(
          path, header, seal.offset(), seal.lastSequence(), seal.digest(), seal.contentDigest());
    }
  }

  /**
   * The digest with which a segment starts; checks that its header belongs there.
   *
   * @param before digest of the log as of the end of the segment before it; empty for the first
   */
  public long startDigest(Path path, SegmentFormat.Header header, OptionalLong before) {
    long expected = before.orElseGet(() -> LogDigest.start(id));
    if (header.legacy()) {
      return expected;
    }
    if (manifest.isEmpty()) {
      throw missingManifest();
    }
    if (!header.id().equals(id)) {
      throw new CorruptionException(
          path,
          SegmentFormat.ID_AT,
          "the segment belongs to the log of another store, "
              + header.id()
              + " instead of "
              + id
              + "; "
              + Manifest.REMEDY);
    }
    if (header.startDigest() != expected) {
      throw new CorruptionException(
          path,
          SegmentFormat.DIGEST_AT,
          "the segment does not follow the one before it: one of the two is of another copy of the"
              + " store; "
              + Manifest.REMEDY);
    }
    return expected;
  }

  /** Checks that a file is the one that the manifest names, or one that it could not know yet. */
  public void require(Found found, boolean last) {
    if (manifest.isEmpty()) {
      return;
    }
    var known = manifest.get().entry(found.header.firstSequence(), found.header.number());
    if (known.isEmpty()) {
      if (!mayBeNew(manifest.get(), found, last)) {
        throw stranger(found);
      }
      return;
    }
    var entry = known.get();
    if (found.lastSequence < entry.lastSequence()) {
      throw lost(found.path, found.end, found.lastSequence, entry.lastSequence());
    }
    boolean same =
        found.lastSequence == entry.lastSequence()
            && found.digest == entry.digest()
            && found.contentDigest == entry.contentDigest()
            && found.end == entry.end()
            && found.header.compacted() == entry.compacted();
    if (entry.ended() && !same) {
      throw stranger(found);
    }
  }

  private static boolean mayBeNew(Manifest manifest, Found found, boolean last) {
    var header = found.header;
    if (header.compacted()) {
      return header.number() == manifest.pending();
    }
    if (last && found.lastSequence < header.firstSequence()) {
      return true; // it holds nothing
    }
    return last
        && header.number() >= manifest.nextNumber()
        && (manifest.entries().isEmpty()
            || header.firstSequence() >= manifest.entries().getLast().firstSequence());
  }

  /** That a segment does not begin where the one before it ends. */
  public static CorruptionException gap(Path path, SegmentFormat.Header header, long expected) {
    return new CorruptionException(
        path,
        0,
        "the segment begins with sequence "
            + header.firstSequence()
            + " where "
            + expected
            + " was expected: "
            + SegmentFormat.fileName(expected)
            + " is missing or incomplete; "
            + Manifest.REMEDY);
  }

  private CorruptionException stranger(Found found) {
    return new CorruptionException(
        found.path,
        0,
        "it is not the file that "
            + Manifest.path(directory)
            + " names for changes "
            + found.header.firstSequence()
            + " to "
            + found.lastSequence
            + " but an older one or one of another copy of the store; "
            + Manifest.REMEDY);
  }

  /** The sequence whose digest {@link #requireEnd} will ask for. */
  public OptionalLong durableSequence() {
    return manifest
        .map(Manifest::durableSequence)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /**
   * Checks that the log reaches as far as it was durable, with the changes that were.
   *
   * @param last the last file, or the directory if there is none
   * @param end where its records end
   * @param durableDigest of the log as of {@link #durableSequence}, where it is known
   */
  public void requireEnd(Path last, long end, long lastSequence, OptionalLong durableDigest) {
    requireWitnessed(last, end, lastSequence);
    if (manifest.isEmpty()) {
      return;
    }
    var known = manifest.get();
    if (lastSequence < known.durableSequence()) {
      var missing =
          known
              .firstAbove(lastSequence)
              .map(entry -> directory.resolve(SegmentFormat.fileName(entry.firstSequence())));
      throw lost(
          missing.orElse(last),
          missing.isPresent() ? 0 : end,
          lastSequence,
          known.durableSequence());
    }
    if (durableDigest.isPresent() && durableDigest.getAsLong() != known.durableDigest()) {
      throw new CorruptionException(
          last,
          end,
          "its changes up to "
              + known.durableSequence()
              + " are not those that "
              + Manifest.path(directory)
              + " vouches for: it is of another copy of the store; "
              + Manifest.REMEDY);
    }
  }

  private void requireWitnessed(Path last, long end, long lastSequence) {
    expectation
        .witness()
        .filter(witness -> witness.log().orElse(id).equals(id))
        .filter(witness -> witness.sequence() > lastSequence)
        .ifPresent(
            witness -> {
              throw lost(
                  last,
                  end,
                  lastSequence,
                  witness.sequence(),
                  Manifest.REMEDY
                      + ", or, if an older log was put back on purpose, delete "
                      + witness.file().getParent());
            });
  }

  /** That changes are gone, which ones, and what to do. */
  private static CorruptionException lost(
      Path path, long offset, long lastSequence, long expected) {
    return lost(path, offset, lastSequence, expected, Manifest.REMEDY);
  }

  private static CorruptionException lost(
      Path path, long offset, long lastSequence, long expected, String remedy) {
    var range = new SalvageReport.Range(lastSequence + 1, expected);
    return new CorruptionException(
        path,
        offset,
        "the log ends too early: %s, durable before, %s missing (%d in all); %s"
            .formatted(
                range,
                range.first() == range.last() ? "is" : "are",
                expected - lastSequence,
                remedy));
  }
}
