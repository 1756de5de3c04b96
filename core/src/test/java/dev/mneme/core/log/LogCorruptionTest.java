package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.MnemeException;
import dev.mneme.core.storage.FaultyStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A log of 4 KiB, damaged in every way that one bit or one cut can: it opens with the same content,
 * or without the last batch where a crash may have torn it, or says with file and offset that it is
 * damaged. Nothing else.
 */
@Execution(ExecutionMode.CONCURRENT)
class LogCorruptionTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;
  private static final int SIZE = 4_096;

  private final FaultyStorage storage = new FaultyStorage(1);
  private final List<LogRecord> written = new ArrayList<>();
  private final List<Integer> batchEnds = new ArrayList<>(List.of(0));
  private final List<Integer> fileEnds = new ArrayList<>(List.of(SegmentFormat.HEADER_LENGTH));

  /** Batches of one to three records, each synced, until the file has grown to its size. */
  private MemoryLog fill() {
    var log = MemoryLog.open(storage, DIRECTORY, LogOptions.defaults());
    var records = new TestRecords(5);
    while (log.stats().bytes() < SIZE) {
      var batch = records.batch(1 + batchEnds.size() % 3, 4);
      log.append(batch);
      log.sync();
      written.addAll(batch);
      batchEnds.add(written.size());
      fileEnds.add(storage.bytes(file()).length);
    }
    return log;
  }

  private Path file() {
    return storage.files().getFirst();
  }

  /** How many records it opens with; empty if it says that it is damaged. */
  private Optional<Integer> open(FaultyStorage damaged, String what) {
    try (var log = MemoryLog.open(damaged, DIRECTORY, LogOptions.defaults())) {
      var found = LogContents.all(log);
      assertThat(found).as(what).isEqualTo(written.subList(0, found.size()));
      assertThat(batchEnds).as(what).contains(found.size());
      return Optional.of(found.size());
    } catch (CorruptionException damage) {
      assertThat(damage.file()).as(what).isEqualTo(file());
      assertThat(damage.offset()).as(what).isBetween(0L, (long) damaged.bytes(file()).length);
      return Optional.empty();
    } catch (IncompatibleException other) {
      assertThat(other).as(what).hasMessageContaining(file().toString());
      return Optional.empty();
    } catch (MnemeException other) {
      throw new AssertionError(what + " ends as another error", other);
    }
  }

  @Test
  void anyBitFlipped_afterACleanClose_isFoundOrHarmless() {
    fill().close();
    int size = storage.bytes(file()).length;
    int mark = size - RecordFormat.BATCH_END_LENGTH;
    for (int bit = 0; bit < 8 * size; bit++) {
      var damaged = storage.copy();
      damaged.flip(file(), bit / 8, 1 << bit % 8);
      var what = "bit " + bit % 8 + " of byte " + bit / 8;
      // The mark of the clean close holds nothing: without it the log is as after a kill.
      assertThat(open(damaged, what))
          .as(what)
          .isEqualTo(bit / 8 < mark ? Optional.empty() : Optional.of(written.size()));
    }
  }

  @Test
  void anyBitFlipped_afterAKill_costsTheLastBatchAtMost() {
    fill();
    var killed = storage.kill();
    int last = fileEnds.get(fileEnds.size() - 2);
    for (int bit = 0; bit < 8 * fileEnds.getLast(); bit++) {
      var damaged = killed.copy();
      damaged.flip(file(), bit / 8, 1 << bit % 8);
      var what = "bit " + bit % 8 + " of byte " + bit / 8;
      // What was written last may have been torn by the crash, and cannot be told from that.
      assertThat(open(damaged, what))
          .as(what)
          .isEqualTo(
              bit / 8 < last ? Optional.empty() : Optional.of(batchEnds.get(batchEnds.size() - 2)));
    }
  }

  @Test
  void anyTruncation_afterACleanClose_isFoundOrHarmless() {
    fill().close();
    for (int cut = 0; cut <= storage.bytes(file()).length; cut++) {
      var damaged = storage.copy();
      damaged.cut(file(), cut);
      assertThat(open(damaged, "cut at " + cut))
          .as("cut at %s", cut)
          .isEqualTo(cut < fileEnds.getLast() ? Optional.empty() : Optional.of(written.size()));
    }
  }

  @Test
  void anyTruncation_afterAKill_keepsExactlyTheWholeBatches() {
    fill();
    var killed = storage.kill();
    for (int cut = 0; cut <= killed.bytes(file()).length; cut++) {
      var damaged = killed.copy();
      damaged.cut(file(), cut);
      int length = cut;
      var whole =
          cut < SegmentFormat.HEADER_LENGTH
              ? Optional.<Integer>empty()
              : Optional.of(
                  batchEnds.get((int) fileEnds.stream().filter(end -> end <= length).count() - 1));
      assertThat(open(damaged, "cut at " + cut)).as("cut at %s", cut).isEqualTo(whole);
    }
  }
}
