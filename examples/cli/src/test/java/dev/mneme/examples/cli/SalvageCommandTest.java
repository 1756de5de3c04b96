package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageCommandTest {
  @TempDir Path directory;
  private Path store;
  private Path copy;
  private Path log;

  @BeforeEach
  void makeStore() throws Exception {
    store = directory.resolve("store");
    copy = directory.resolve("copy");
    log = store.resolve("log").resolve("00000000000000000000.log");
    for (var word : new String[] {"red", "green", "blue"}) {
      TestStores.ingest(
              store,
              directory.resolve("m.jsonl"),
              "{\"id\": \"%s\", \"text\": \"the %s boat\", \"vector\": [1, 0]}"
                  .formatted(word, word))
          .ok();
    }
  }

  private void damage(Path file, String text) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        bytes[i] ^= 1;
        Files.write(file, bytes);
        return;
      }
    }
    throw new AssertionError(text + " is not in " + file);
  }

  @Test
  void damagedStore_isRefusedThenSalvagedAndTheLossNamed() throws Exception {
    damage(log, "green boat");
    byte[] before = Files.readAllBytes(log);
    assertThat(mneme("count", "--store", store).failure()).contains(log + " is damaged at byte");

    var run = mneme("salvage", store, copy);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("1 places").contains(store.toString());
    assertThat(run.out())
        .startsWith("2 memories saved to " + copy)
        .contains(log + " at byte ")
        .contains("missing: change 1\n");
    assertThat(Files.readAllBytes(log)).isEqualTo(before);
    assertThat(mneme("export", "--store", copy).ok().out())
        .contains("the red boat", "the blue boat")
        .doesNotContain("green");
    assertThat(mneme("verify", "--store", copy).ok().out()).contains("all well");
    assertThat(mneme("salvage", store, directory.resolve("json"), "--json").out())
        .contains("\"memories\":2")
        .contains("\"firstMissing\":1,\"lastMissing\":1");
  }

  @Test
  void damagedProperties_areReplacedByDefaultsAndSaid() throws Exception {
    damage(store.resolve("store.properties"), "dimension");

    var run = mneme("salvage", store, copy);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).startsWith("3 memories saved").contains("defaults are used");
    assertThat(mneme("count", "--store", copy).ok().out()).isEqualTo("3\n");
  }

  @Test
  void wholeStore_isCopied() {
    assertThat(mneme("salvage", store, copy).ok().out())
        .isEqualTo("3 memories saved to " + copy + " (3 versions and 0 deletions)\n");
  }

  @Test
  void badPlaces_areRefused() throws Exception {
    assertThat(mneme("salvage", directory.resolve("nowhere"), copy).failure())
        .contains("holds no log");
    assertThat(mneme("salvage", store, store.resolve("copy")).failure()).contains("lies within");
    Files.createDirectory(copy);
    Files.writeString(copy.resolve("thesis.txt"), "precious");
    assertThat(mneme("salvage", store, copy).failure()).contains("empty or missing");
    assertThat(Files.list(copy)).hasSize(1);
    assertThat(store.resolve("copy")).doesNotExist();
  }
}
