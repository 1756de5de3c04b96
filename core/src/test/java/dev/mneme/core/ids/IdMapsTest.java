package dev.mneme.core.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mneme.core.jvm.JvmFlags;
import dev.mneme.error.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with and without the JVM flags. */
class IdMapsTest {

  private final PlainStorage storage = new PlainStorage();
  @TempDir Path root;

  @Test
  void open_isOffHeapExactlyWhereTheFlagsAre() {
    try (var map = IdMaps.open(storage, root.resolve("ids"), 10)) {
      assertThat(map)
          .isInstanceOf(
              JvmFlags.missingForOffHeapIds().isEmpty() ? ChronicleIdMap.class : HeapIdMap.class);
      map.put("n", "id", 1);
      assertThat(map.get("n", "id")).isEqualTo(1);
    }
  }

  @Test
  void open_printsNothingToStandardOutput() {
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try (var map = IdMaps.open(storage, root, 10)) {
      map.put("n", "id", 1);
      map.close(1);
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void onHeapByOption_discardsWhatAnOffHeapMapLeft() throws IOException {
    Files.createFile(root.resolve("ids.clean"));
    Files.createFile(root.resolve("ids-3.map"));
    try (var map = IdMaps.open(storage, root, new IdMapOptions(10, 48, false))) {
      assertThat(map).isInstanceOf(HeapIdMap.class);
      assertThat(map.checkpoint()).isEqualTo(-1);
    }
    assertThat(storage.list(root)).isEmpty();
  }

  @Test
  void directoryThatCannotBeMade_fallsBackToTheHeap() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    try (var map = IdMaps.open(storage, file.resolve("ids"), 10)) {
      assertThat(map).isInstanceOf(HeapIdMap.class);
      map.put("n", "id", 1);
      assertThat(map.get("n", "id")).isEqualTo(1);
    }
  }

  @Test
  void storageThatFails_fallsBackToTheHeap() {
    storage.fail(true);
    try (var map = IdMaps.open(storage, root, 10)) {
      assertThat(map).isInstanceOf(HeapIdMap.class);
    }
  }

  @Test
  void noDiskToGrow_movesToTheHeapAndLosesNothing() throws IOException {
    assumeTrue(JvmFlags.missingForOffHeapIds().isEmpty());
    try (var map = IdMaps.open(storage, root, 10)) {
      // What stands where the doubled map would go makes its creation fail, as a full disk would.
      Files.createDirectories(root.resolve("ids-1.map").resolve("x"));
      int entries = 5_000;
      for (int i = 0; i < entries; i++) {
        map.put("n", "id-" + i, i);
      }
      for (int i = 0; i < entries; i++) {
        assertThat(map.get("n", "id-" + i)).isEqualTo(i);
      }
      assertThat(map.size()).isEqualTo(entries);
      map.close(11);
    }
    assertThat(storage.exists(root.resolve("ids.clean"))).isFalse();
  }

  @Test
  void options_areChecked() {
    assertThatThrownBy(() -> IdMapOptions.expecting(0)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> new IdMapOptions(1, 0, true))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> new IdMapOptions(1, 769, true))
        .isInstanceOf(InvalidRequestException.class);
  }
}
