package dev.mneme.index.text.lucene;

import dev.mneme.index.api.LogPoint;
import dev.mneme.memory.Language;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * What a Lucene commit says about itself, in its user data.
 *
 * @param point up to which it has applied the log
 * @param nextOrdinal one more than the largest ordinal that it was given
 */
public record CommitPoint(LogPoint point, int nextOrdinal) {
  static final CommitPoint NONE = new CommitPoint(LogPoint.NONE, 0);

  /** Changes with everything that makes old documents differ from what would be written now. */
  private static final String FORMAT = "2";

  private static final String FORMAT_KEY = "mneme.format";
  private static final String LANGUAGE_KEY = "mneme.language";
  private static final String SEQUENCE_KEY = "mneme.sequence";
  private static final String DIGEST_KEY = "mneme.digest";
  private static final String NEXT_ORDINAL_KEY = "mneme.nextOrdinal";

  /**
   * Reads the last commit; empty where there is none that this version wrote for this language.
   *
   * @throws IOException where there is one that cannot be read
   */
  static Optional<CommitPoint> read(Directory directory, Language language) throws IOException {
    if (!List.of(directory.listAll()).stream().anyMatch(name -> name.startsWith("segments"))) {
      return Optional.empty();
    }
    Map<String, String> data = SegmentInfos.readLatestCommit(directory).getUserData();
    if (!FORMAT.equals(data.get(FORMAT_KEY)) || !language.name().equals(data.get(LANGUAGE_KEY))) {
      return Optional.empty();
    }
    return Optional.of(
        new CommitPoint(
            new LogPoint(
                Long.parseLong(data.getOrDefault(SEQUENCE_KEY, "-1")),
                Long.parseLong(data.getOrDefault(DIGEST_KEY, "0"))),
            Integer.parseInt(data.getOrDefault(NEXT_ORDINAL_KEY, "0"))));
  }

  Map<String, String> userData(Language language) {
    return Map.of(
        FORMAT_KEY,
        FORMAT,
        LANGUAGE_KEY,
        language.name(),
        SEQUENCE_KEY,
        Long.toString(point.sequence()),
        DIGEST_KEY,
        Long.toString(point.digest()),
        NEXT_ORDINAL_KEY,
        Integer.toString(nextOrdinal));
  }
}
