package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.format.LogRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests of the log share: where it lies, and what is in it. */
public final class LogContents {
  public static final Path DIRECTORY = Path.of("/store/log");

  /** Segments that are soon full. */
  public static final LogOptions SMALL = new LogOptions(4_096);

  private LogContents() {}

  /** Every record of a log. */
  public static List<LogRecord> all(MemoryLog log) {
    return after(log, -1);
  }

  /** Those above a sequence; each is also read by its position. */
  public static List<LogRecord> after(MemoryLog log, long sequence) {
    var found = new ArrayList<LogRecord>();
    log.replay(
        sequence,
        (position, record) -> {
          if (record instanceof LogRecord.Put put) {
            assertThat(log.read(position)).isEqualTo(put);
          }
          found.add(record);
        });
    return found;
  }
}
