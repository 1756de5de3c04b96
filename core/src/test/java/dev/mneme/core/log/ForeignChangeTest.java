package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.CorruptionException;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.MappedReads;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an open log that something else changes in spite of the lock. */
class ForeignChangeTest {
  @TempDir private Path temporary;
  private final Storage storage = Storage.system();

  @Test
  void logThatSomebodyElseHasWritten_isNotWrittenAgain() throws Exception {
    var place = temporary.resolve("log");
    var records = new TestRecords(1);
    var first = MemoryLog.open(storage, place, LogOptions.defaults());
    first.append(List.of(records.put("a", "text")));
    first.sync();
    try (var second = MemoryLog.open(storage, place, LogOptions.defaults())) {
      second.append(List.of(records.put("b", "text")));
      second.sync();
    }
    var before = Files.readAllBytes(only(place));
    var late = records.put("c", "text");
    assertThat(late.sequence()).isEqualTo(2);
    var stale = new TestRecords(2);
    stale.put("a", "text");
    assertThatThrownBy(() -> first.append(List.of(stale.put("b", "text"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("something else has changed it");
    first.close();
    assertThat(Files.readAllBytes(only(place))).isEqualTo(before);
  }

  @Test
  void logFileThatIsDeletedOrCut_isNoticedBeforeTheNextAppend() throws Exception {
    for (boolean delete : new boolean[] {true, false}) {
      var place = temporary.resolve("log" + delete);
      var records = new TestRecords(1);
      var log = MemoryLog.open(storage, place, LogOptions.defaults());
      log.append(List.of(records.put("a", "text")));
      if (delete) {
        Files.delete(only(place));
      } else {
        try (var file = storage.open(only(place), Storage.Mode.WRITE)) {
          file.truncate(file.size() - 8);
        }
      }
      assertThatThrownBy(() -> log.append(List.of(records.put("b", "text"))))
          .isInstanceOf(StorageException.class);
      log.close();
    }
  }

  @Test
  void cutMapping_isAnErrorThatCanBeCaught() throws IOException {
    var place = temporary.resolve("log");
    long position;
    try (var log = MemoryLog.open(storage, place, LogOptions.defaults())) {
      var records = new TestRecords(1);
      for (int i = 0; i < 100; i++) {
        log.append(List.of(records.put("id", "x".repeat(1_000) + i)));
      }
      position = log.append(List.of(records.put("last", "text")))[0];
    }
    try (var log = MemoryLog.open(storage, place, LogOptions.defaults())) {
      assertThat(log.read(position).id()).isEqualTo("last");
      try (var channel = FileChannel.open(only(place), StandardOpenOption.WRITE)) {
        channel.truncate(64);
      }
      assertThatThrownBy(() -> log.read(position)).isInstanceOf(CorruptionException.class);
      // A vector is not copied: whoever reads it settles, and finds out whose page is gone.
      assertThatThrownBy(
              () -> {
                log.vector(position);
                MappedReads.settle();
              })
          .isInstanceOf(InternalError.class);
    }
  }

  private Path only(Path place) throws IOException {
    return place.resolve(storage.list(place).getFirst());
  }
}
