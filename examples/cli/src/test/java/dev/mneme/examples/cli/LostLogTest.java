package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A store of which a part of the log is gone or another one's: every command says what is lost and
 * what to do, with a status that is not zero, and deletes nothing. Views that belong to another log
 * are made anew.
 */
class LostLogTest {
  private static final int FILES = 5;
  private static final int PER_FILE = 6;

  @TempDir private Path directory;
  private Path store;
  private Path other;

  private enum Loss {
    LOG("the log ends too early|it is missing"),
    LAST_FILE("the log ends too early"),
    MIDDLE_FILE("is missing or incomplete"),
    CUT_AT_A_BATCH("the log ends too early"),
    FILE_OF_ANOTHER_STORE("belongs to the log of another store"),
    NO_MANIFEST("it is missing, so that it is unknown which changes have to be in the log"),
    OLD_MANIFEST("it is not the file that"),
    MANIFEST_OF_ANOTHER_STORE("it belongs to the log of another store");

    private final String said;

    Loss(String said) {
      this.said = said;
    }
  }

  @BeforeEach
  void makeStores() {
    store = directory.resolve("store");
    other = directory.resolve("other");
    write(store, "river", 0, FILES);
    write(other, "mountain", 0, FILES);
  }

  private static EngineOptions options() {
    return EngineOptions.defaults().logFileBytes(1 << 10);
  }

  /** So many files of the log, with batches of one memory each. */
  private static void write(Path store, String word, int from, int to) {
    try (var engine = MemoryEngine.open(store, options())) {
      for (int i = from * PER_FILE; i < to * PER_FILE; i++) {
        engine.namespace().add(Memory.text(word + " number " + i).id(word + i).build());
      }
    }
  }

  private static List<Path> logFiles(Path store) throws IOException {
    try (var files = Files.list(store.resolve("log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static Path manifest(Path store) {
    return store.resolve("log/manifest");
  }

  private void lose(Loss loss) throws IOException {
    var files = logFiles(store);
    assertThat(files).hasSizeGreaterThanOrEqualTo(FILES);
    switch (loss) {
      case LOG -> Storage.system().deleteTree(store.resolve("log"));
      case LAST_FILE -> Files.delete(files.getLast());
      case MIDDLE_FILE -> Files.delete(files.get(2));
      case CUT_AT_A_BATCH -> cutLastBatch(files.getLast());
      case FILE_OF_ANOTHER_STORE -> {
        var last = files.getLast();
        var stranger = other.resolve("log").resolve(last.getFileName());
        Files.write(last, Files.readAllBytes(stranger));
      }
      case NO_MANIFEST -> Files.delete(manifest(store));
      case OLD_MANIFEST -> {
        var old = Files.readAllBytes(manifest(store));
        write(store, "river", FILES, 2 * FILES);
        Files.write(manifest(store), old);
      }
      case MANIFEST_OF_ANOTHER_STORE ->
          Files.write(manifest(store), Files.readAllBytes(manifest(other)));
    }
  }

  /** Cuts a file of the log where its last batch begins. */
  private static void cutLastBatch(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int begin = 64;
    int end = begin;
    for (int at = begin; at < bytes.limit(); at += bytes.getInt(at)) {
      boolean batch = bytes.get(at + 8) == 3 && bytes.getInt(at + 12) > 0;
      if (batch) {
        begin = end;
        end = at + bytes.getInt(at);
      }
    }
    assertThat(begin).as("two batches at least").isGreaterThan(64);
    Files.write(file, Arrays.copyOf(bytes.array(), begin));
  }

  /** Every file with its bytes and time, but who has had the store open. */
  private static TreeMap<String, String> contents(Path tree) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var walk = Files.walk(tree)) {
      for (var file : walk.filter(Files::isRegularFile).toList()) {
        contents.put(
            file.toString(),
            Files.getLastModifiedTime(file) + Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @EnumSource
  void everyCommand_saysWhatIsLostAndWhatToDo_andDeletesNothing(Loss loss) throws Exception {
    lose(loss);
    var before = contents(store);

    var verify = mneme("verify", "--store", store);
    assertThat(verify.status()).as(verify.out()).isEqualTo(1);
    assertThat(verify.out()).containsPattern(loss.said);
    assertThat(verify.err()).hasLineCount(1).containsPattern(loss.said);
    assertThat(contents(store)).isEqualTo(before);

    for (var run :
        List.of(
            mneme("count", "--store", store),
            mneme("search", "--store", store, "river"),
            mneme("delete", "--store", store, "river1"))) {
      assertThat(run.failure())
          .contains(store.toString())
          .containsPattern(loss.said)
          .containsPattern("restore the store from a backup|put back the log");
      assertThat(contents(store)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void salvage_namesTheLoss_andLeavesTheStore(Loss loss) throws Exception {
    lose(loss);
    var before = contents(store);
    var target = directory.resolve("salvaged");

    var run = mneme("salvage", store, target);

    assertThat(run.status()).as(run.out()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1);
    assertThat(contents(store)).isEqualTo(before);
    if (loss == Loss.LOG) {
      assertThat(run.err()).contains("holds no log to salvage");
      assertThat(target).doesNotExist();
    } else {
      assertThat(mneme("verify", "--store", target).ok().out()).contains("all well");
      assertThat(mneme("search", "--store", target, "river").ok().out()).contains("river");
      assertThat(mneme("search", "--store", target, "mountain").ok().out())
          .doesNotContain("mountain number");
    }
    if (List.of(Loss.LAST_FILE, Loss.MIDDLE_FILE, Loss.CUT_AT_A_BATCH).contains(loss)) {
      assertThat(run.out()).containsPattern("missing: changes? \\d");
    }
  }

  @Test
  void viewsOfAReplica_areMadeAnew() throws Exception {
    var replica = directory.resolve("replica");
    assertThat(mneme("backup", "--store", store, replica).status()).isZero();
    write(store, "river", FILES, FILES + 1);
    write(replica, "mountain", FILES, FILES + 1);
    replace(replica.resolve("views"), store.resolve("views"));

    assertThat(mneme("count", "--store", store).ok().out())
        .isEqualTo((FILES + 1) * PER_FILE + "\n");
    assertThat(mneme("search", "--store", store, "mountain").ok().out())
        .doesNotContain("mountain number");
    assertThat(mneme("verify", "--store", store).ok().out()).contains("all well");
  }

  @Test
  void salvagedLogPutBack_isRefusedAlone_andTakenWithItsProperties() throws Exception {
    Files.delete(logFiles(store).getLast());
    var target = directory.resolve("salvaged");
    assertThat(mneme("salvage", store, target).status()).isEqualTo(1);
    var count = mneme("count", "--store", target).ok().out();

    replace(target.resolve("log"), store.resolve("log"));
    var before = contents(store);
    assertThat(mneme("count", "--store", store).failure())
        .contains("it belongs to the log of another store", "put back", "both files");
    assertThat(contents(store)).isEqualTo(before);

    Files.write(
        store.resolve("store.properties"), Files.readAllBytes(target.resolve("store.properties")));
    assertThat(mneme("count", "--store", store).ok().out()).isEqualTo(count);
    var last = "river number " + (FILES * PER_FILE - 1);
    assertThat(mneme("export", "--store", store).ok().out()).doesNotContain(last);
    assertThat(mneme("verify", "--store", store).ok().out()).contains("all well");
  }

  private static void replace(Path from, Path to) throws IOException {
    Storage.system().deleteTree(to);
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
