package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check tells what is wrong in one line each, and leaves every byte as it was. */
class VerifyCommandTest {
  @TempDir Path directory;
  private Path store;
  private Path log;

  @BeforeEach
  void makeStore() throws Exception {
    store = directory.resolve("store");
    log = store.resolve("log").resolve("00000000000000000000.log");
    TestStores.ingest(
            store,
            directory.resolve("m.jsonl"),
            "{\"id\": \"a\", \"text\": \"the red boat\", \"vector\": [1, 0], \"attributes\": {\"n\": 1}}",
            "{\"id\": \"b\", \"text\": \"the blue boat\", \"vector\": [0, 1]}",
            "{\"id\": \"c\", \"text\": \"a tree\", \"vector\": [1, 1]}")
        .ok();
  }

  private CliRun verifyUnchanged() throws IOException {
    var before = contents();
    var run = mneme("verify", "--store", store);
    assertThat(contents()).isEqualTo(before);
    return run;
  }

  private TreeMap<String, String> contents() throws IOException {
    var contents = new TreeMap<String, String>();
    try (var walk = Files.walk(directory)) {
      for (var path : walk.toList()) {
        contents.put(
            path.toString(),
            Files.isRegularFile(path) ? Arrays.toString(Files.readAllBytes(path)) : "");
      }
    }
    return contents;
  }

  @Test
  void wholeStore_isWell() throws Exception {
    assertThat(verifyUnchanged().ok().out()).isEqualTo("3 records, 3 memories, all well\n");
  }

  @Test
  void tornTail_isLeftForTheNextOpen() throws Exception {
    Files.write(log, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, StandardOpenOption.APPEND);
    assertThat(verifyUnchanged().ok().out()).contains("3 memories, all well");
    assertThat(mneme("count", "--store", store).ok().out()).isEqualTo("3\n");
  }

  @Test
  void missingViews_areLeftMissing() throws Exception {
    dev.mneme.core.storage.Storage.system().deleteTree(store.resolve("views"));
    assertThat(verifyUnchanged().ok().out()).contains("3 memories, all well");
  }

  @Test
  void damagedLog_isNamedAndLeft() throws Exception {
    byte[] bytes = Files.readAllBytes(log);
    bytes[200] ^= 1;
    Files.write(log, bytes);
    var run = verifyUnchanged();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains(log + " at byte ").contains("no valid record begins here");
    assertThat(run.err()).hasLineCount(1).contains(log.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog",
        "time/time.checkpoint",
        "attributes/attributes.checkpoint",
        "vector/vector.checkpoint",
        "text"
      })
  void damagedView_isNamedAndLeft(String name) throws Exception {
    var file = store.resolve("views").resolve(name);
    if (Files.isDirectory(file)) {
      try (var files = Files.list(file)) {
        file = files.filter(f -> f.toString().endsWith(".cfs")).findFirst().orElseThrow();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    var run = verifyUnchanged();
    assertThat(run.status()).as(run.out()).isEqualTo(1);
    assertThat(run.out()).contains(store.resolve("views") + "/").contains("damaged");
    assertThat(run.out().lines()).as(run.out()).hasSize(2);
    assertThat(mneme("count", "--store", store).ok().out()).isEqualTo("3\n");
    assertThat(verifyUnchanged().ok().out()).contains("all well");
  }
}
