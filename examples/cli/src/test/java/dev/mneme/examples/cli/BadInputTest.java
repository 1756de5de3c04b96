package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input is status 1 and one clear line, and the store is as good as before. */
class BadInputTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void makeStore() throws Exception {
    store = directory.resolve("store");
    TestStores.ingest(
            store,
            directory.resolve("m.jsonl"),
            "{\"id\": \"a\", \"text\": \"boat\", \"vector\": [1, 0]}")
        .ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search x --limit -1                         | the limit must not be negative: -1",
        "search x --limit 10001                      | 10001",
        "search x --offset -1                        | the offset must not be negative: -1",
        "search x --offset 100000                    | 100",
        "search x --from 2025-02-01 --to 2025-01-01  | from 2025-02-01T00:00:00Z is after to 2025-01-01T00:00:00Z",
        "search x --from whenever                    | --from 'whenever' is not a time",
        "search x --filter a=                        | column 3",
        "search --vector [1,2,3]                     | 3",
        "search --vector [1,x]                       | --vector: bad JSON at column",
        "search --vector nofile.json                 | --vector nofile.json: no such file, and no JSON array",
        "search x --weights text=-1                  | the weight of leg TEXT must be 0 or more, not -1.0",
        "search x --min-relevance 2                  | minRelevance must be within 0 and 1, not 2.0",
        "search x --diversity 3                      | the lambda of diversity must be within 0 and 1, not 3.0",
        "search x --recency-half-life soon           | --recency-half-life 'soon' is not a duration",
        "search --queries nofile.jsonl               | nofile.jsonl: no such file",
        "search --syntax a:(                         | column",
        "list --limit 0                              | the limit must be at least 1: 0",
        "list --filter )                             | column 1",
        "count --filter n=!1                         | column 3",
        "delete --filter n>                          | column",
        "ingest nofile.jsonl                         | nofile.jsonl: no such file or directory"
      })
  void badInput_isOneClearLine(String line, String reason) {
    var words = line.split(" +");
    var args = new Object[words.length + 2];
    args[0] = words[0];
    args[1] = "--store";
    args[2] = store;
    System.arraycopy(words, 1, args, 3, words.length - 1);

    assertThat(mneme(args).failure()).contains(reason);

    assertThat(mneme("count", "--store", store).ok().out()).isEqualTo("1\n");
  }

  @Test
  void badTexts_areRefusedByTheirLimits() throws Exception {
    var query = "x".repeat(70_000);

    assertThat(mneme("search", "--store", store, query).failure())
        .isEqualTo("mneme: query has 70000 bytes, at most 65536 are allowed");
    assertThat(mneme("count", "--store", store, "--namespace", "n".repeat(300)).failure())
        .isEqualTo("mneme: namespace has 300 bytes, at most 256 are allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "search x",
    "get a",
    "list",
    "count",
    "history a",
    "stats",
    "verify",
    "compact",
    "export",
    "namespaces",
    "delete a",
    "backup t"
  })
  void directoryThatIsNoStore_isNotMadeOne(String line) throws Exception {
    var empty = Files.createDirectory(directory.resolve("empty"));
    for (var place : new Path[] {empty, directory.resolve("missing")}) {
      var words = line.split(" ");
      var args = new Object[words.length + 2];
      args[0] = words[0];
      args[1] = "--store";
      args[2] = place;
      System.arraycopy(words, 1, args, 3, words.length - 1);

      assertThat(mneme(args).failure())
          .isEqualTo("mneme: " + place + " is not a memory store; ingest makes one");
    }
    assertThat(empty).isEmptyDirectory();
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  @Test
  void directoryOfSomethingElse_isNotFilled() throws Exception {
    var file = Files.writeString(directory.resolve("x.jsonl"), "{\"text\": \"x\"}");
    var photos = Files.createDirectory(directory.resolve("photos"));
    Files.writeString(photos.resolve("cat.jpg"), "meow");

    assertThat(mneme("ingest", "--store", photos, "--embedder", "none", file).failure())
        .startsWith("mneme: " + photos)
        .contains("cat.jpg");
    assertThat(mneme("ingest", "--store", file, "--embedder", "none", file).failure())
        .startsWith("mneme: " + file);
    assertThat(photos).isDirectoryContaining(path -> path.endsWith("cat.jpg"));
  }

  @Test
  void storeOfANewerFormat_isLeftAlone() throws Exception {
    var properties = store.resolve("store.properties");
    Files.writeString(
        properties, Files.readString(properties).replaceFirst("format=\\d+", "format=99"));

    assertThat(mneme("count", "--store", store).failure()).contains("format 99").contains("newer");
  }

  @Test
  void storeThatIsOpenElsewhere_isLeftAlone() {
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      assertThat(mneme("count", "--store", store).failure()).startsWith("mneme: " + store);
      assertThat(engine.stats().memories()).isEqualTo(1);
    }
    assertThat(mneme("count", "--store", store).ok().out()).isEqualTo("1\n");
  }

  @Test
  void damagedLog_isReportedWithItsFile() throws Exception {
    TestStores.ingest(store, directory.resolve("m2.jsonl"), "{\"id\": \"b\", \"text\": \"boat\"}")
        .ok();
    Path log;
    try (var files = Files.list(store.resolve("log"))) {
      log =
          files.filter(file -> file.toString().endsWith(".log")).sorted().findFirst().orElseThrow();
    }
    var bytes = Files.readAllBytes(log);
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("boat");
    bytes[at] ^= 1;
    Files.write(log, bytes);

    assertThat(mneme("list", "--store", store).failure())
        .startsWith("mneme: " + log + " is damaged at byte ");
  }

  @Test
  void debug_printsWhereItComesFrom() {
    var run = mneme("--debug", "get", "--store", store, "zzz");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("mneme: no memory 'zzz'").contains("\tat dev.mneme.");
  }
}
