package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.RecordDecoder;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.log.repair.LogSalvage;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.core.storage.FaultyStorage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that look like a log, or do not. Checksums are put right first: behind a wrong one no
 * decoder ever looks.
 */
class LogFuzzTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;

  /** Whatever the bytes say: a record, or an exception that callers turn into corruption. */
  @FuzzTest
  void record(byte[] bytes) {
    var record = new byte[RecordFormat.align(Math.max(RecordFormat.VECTOR, bytes.length))];
    System.arraycopy(bytes, 0, record, 0, bytes.length);
    record[RecordFormat.KIND] = bytes.length % 2 == 0 ? RecordFormat.PUT : RecordFormat.DELETE;
    RecordFormat.finish(record, 0, record.length);
    LogRecord decoded;
    try {
      decoded = RecordDecoder.decode(record);
    } catch (RuntimeException expected) {
      return;
    }
    var again = new RecordEncoder();
    try {
      again.add(decoded);
    } catch (dev.mneme.error.InvalidRequestException unwritable) {
      return;
    }
    assertThat(RecordDecoder.decode(Arrays.copyOf(again.array(), again.size()))).isEqualTo(decoded);
  }

  /** A file of any bytes behind a good header: opens with whole batches, or is typed corruption. */
  @FuzzTest
  void recovery(byte[] bytes) {
    var storage = new FaultyStorage(1);
    MemoryLog.open(storage, DIRECTORY, LogOptions.defaults()); // not closed: it may hold more
    var file = storage.files().getFirst();
    int header = SegmentFormat.HEADER_LENGTH;
    var content = Arrays.copyOf(storage.bytes(file), header + bytes.length);
    System.arraycopy(bytes, 0, content, header, bytes.length);
    mend(content);
    storage.write(file, content);
    requireOpens(storage);
    salvages(storage);
  }

  /** Makes the checksums of what could be records right. */
  private static void mend(byte[] content) {
    int at = SegmentFormat.HEADER_LENGTH;
    while (content.length - at >= RecordFormat.MIN_LENGTH) {
      int length = Bytes.getInt(content, at + RecordFormat.LENGTH);
      if (!RecordFormat.plausible(length, content[at + RecordFormat.KIND], content.length - at)) {
        return;
      }
      RecordFormat.finish(content, at, length);
      at += length;
    }
  }

  private static void requireOpens(FaultyStorage storage) {
    var copy = storage.copy();
    List<LogRecord> found;
    try (var log = MemoryLog.open(copy, DIRECTORY, LogOptions.defaults())) {
      found = LogContents.all(log);
      log.append(List.of(TestRecords.continuing(1, log).put("more", "after recovery")));
    } catch (CorruptionException
        | IncompatibleException
        | dev.mneme.error.InvalidRequestException typed) {
      return;
    }
    try (var again = MemoryLog.open(copy, DIRECTORY, LogOptions.defaults())) {
      assertThat(LogContents.all(again).subList(0, found.size())).isEqualTo(found);
    }
  }

  private static void salvages(FaultyStorage storage) {
    var target = Path.of("/salvaged");
    LogSalvage.salvage(storage, DIRECTORY, target, (done, of) -> {});
    try (var log = MemoryLog.open(storage, target, LogOptions.defaults())) {
      assertThat(LogCheck.of(log, (done, of) -> {}).problems()).isEmpty();
    }
  }
}
