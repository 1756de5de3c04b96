package dev.mneme.core.log;

import dev.mneme.core.storage.Storage;
import java.nio.file.Path;
import java.util.List;

/**
 * The segment files of an open log at one moment, ascending by sequence; the last is the one in
 * use.
 *
 * @param storage through which they are read
 */
public record LogFiles(Storage storage, Path directory, List<SegmentFile> files) {
  public LogFiles {
    files = List.copyOf(files);
  }

  static LogFiles of(Storage storage, Path directory, SegmentTable table) {
    var files =
        table.current().stream()
            .map(
                segment ->
                    new SegmentFile(
                        segment.file(), segment.publishedBytes(), segment != table.active()))
            .toList();
    return new LogFiles(storage, directory, files);
  }

  /**
   * One of them.
   *
   * @param bytes of the file that count
   * @param ended whether it gets no more
   */
  public record SegmentFile(Path path, long bytes, boolean ended) {}
}
