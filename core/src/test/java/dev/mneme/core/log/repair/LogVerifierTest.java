package dev.mneme.core.log.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.log.LogContents;
import dev.mneme.core.log.TestRecords;
import dev.mneme.core.log.format.Position;
import dev.mneme.core.storage.FaultyStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LogVerifierTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;
  private static final LogOptions OPTIONS = new LogOptions(2_048);

  private final FaultyStorage storage = new FaultyStorage(1);
  private final TestRecords records = new TestRecords(4);
  private final MemoryLog log = MemoryLog.open(storage, DIRECTORY, OPTIONS);

  private void fill() {
    for (int i = 0; i < 30; i++) {
      log.append(records.batch(1 + i % 3, 9));
    }
    log.sync();
  }

  @Test
  void verify_ofASoundLog_findsNothingAndReportsProgress() {
    fill();
    var last = new AtomicLong();
    var check =
        LogCheck.of(
            log,
            (done, of) -> {
              assertThat(done).isBetween(last.get(), of);
              last.set(done);
            });
    assertThat(check.problems()).isEmpty();
    assertThat(check.ok()).isTrue();
    assertThat(check.records()).isEqualTo(log.lastSequence() + 1);
    assertThat(last.get()).isPositive();
  }

  @Test
  void verify_findsTheDamageOfEveryByte() {
    fill();
    for (var file : storage.files()) {
      int size = storage.bytes(file).length;
      for (int i = 0; i < size; i += 3) {
        storage.flip(file, i, 4);
        assertThat(LogCheck.of(log, (done, of) -> {}).problems())
            .as("%s byte %s", file, i)
            .isNotEmpty()
            .anyMatch(problem -> problem.contains(file.toString()));
        storage.flip(file, i, 4);
      }
    }
    assertThat(LogCheck.of(log, (done, of) -> {}).problems()).isEmpty();
  }

  @Test
  void verify_goesOnAfterDamage_andNamesEveryPlace() {
    fill();
    var places = new ArrayList<Long>();
    var path = storage.files().getFirst();
    log.replay(
        -1,
        (position, record) -> {
          if (Position.segment(position) == 0 && record.sequence() % 4 == 1) {
            places.add(Position.offset(position));
          }
        });
    places.forEach(place -> storage.flip(path, place + 30, 1));
    var check = LogCheck.of(log, (done, of) -> {});
    assertThat(places).hasSizeGreaterThan(1);
    assertThat(check.records()).isEqualTo(log.lastSequence() + 1 - places.size());
    for (long place : places) {
      assertThat(check.problems())
          .anyMatch(problem -> problem.startsWith(path + " at byte " + place + ":"));
    }
  }

  @Test
  void verify_noticesWhatIsMissing() throws Exception {
    fill();
    storage.delete(storage.files().get(1));
    assertThat(LogCheck.of(log, (done, of) -> {}).problems())
        .hasSizeBetween(1, 3)
        .anyMatch(problem -> problem.contains("cannot be read"));
    storage.cut(storage.files().getLast(), 70);
    assertThat(LogCheck.of(log, (done, of) -> {}).problems())
        .anyMatch(problem -> problem.contains("instead of"));
  }
}
