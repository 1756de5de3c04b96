package dev.mneme.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.jvm.JvmFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("hasFlags")
class ChronicleIdMapTest extends IdMapContract {

  private final PlainStorage storage = new PlainStorage();
  private int directories;
  @TempDir Path root;

  static boolean hasFlags() {
    return JvmFlags.missingForOffHeapIds().isEmpty();
  }

  @Override
  IdMap open(long expectedEntries) {
    return open(root.resolve("map-" + directories++), expectedEntries);
  }

  private IdMap open(Path directory, long expectedEntries) {
    var map = IdMaps.open(storage, directory, expectedEntries);
    assertThat(map).isInstanceOf(ChronicleIdMap.class);
    return map;
  }

  @Test
  void cleanlyClosed_comesBackWithContentAndSequence() {
    for (int generation = 0; generation < 5; generation++) {
      try (var map = open(root, 10)) {
        assertThat(map.checkpoint()).isEqualTo(generation == 0 ? -1 : 100 + generation - 1);
        assertThat(map.size()).isEqualTo(generation);
        for (int i = 0; i < generation; i++) {
          assertThat(map.get("n", "id-" + i)).isEqualTo(i);
        }
        map.put("n", "id-" + generation, generation);
        map.close(100 + generation);
      }
    }
  }

  @Test
  void grownMap_comesBackAndGrowsAgain() throws IOException {
    int entries = 5_000;
    for (int round = 0; round < 3; round++) {
      try (var map = open(root, 10)) {
        assertThat(map.size()).isEqualTo((long) round * entries);
        for (int i = round * entries; i < (round + 1) * entries; i++) {
          map.put("n", "id-" + i, i);
        }
        for (int i = 0; i < (round + 1) * entries; i++) {
          assertThat(map.get("n", "id-" + i)).isEqualTo(i);
        }
        map.close(round);
      }
      assertThat(files()).hasSize(2).contains("ids.clean");
    }
  }

  @Test
  void notClosed_startsEmpty() throws IOException {
    try (var map = open(root, 10)) {
      map.put("n", "id", 1);
      map.close(7);
    }
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(7);
      assertThat(files()).as("no marker while it is open").doesNotContain("ids.clean");
    }
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
      assertThat(map.get("n", "id")).isEqualTo(IdMap.ABSENT);
      assertThat(map.size()).isZero();
    }
  }

  @Test
  void killedWhileOpen_startsEmptyWithoutWaitingForItsLocks() throws IOException {
    Path copy = root.resolve("copy");
    try (var map = open(root.resolve("live"), 10)) {
      map.put("n", "id", 1);
      Files.createDirectories(copy);
      Files.copy(root.resolve("live").resolve("ids-0.map"), copy.resolve("ids-0.map"));
    }
    try (var map = open(copy, 10)) {
      assertThat(map.size()).isZero();
      map.put("n", "id", 2);
      assertThat(map.get("n", "id")).isEqualTo(2);
    }
  }

  @Test
  void damagedMarker_startsEmpty() throws IOException {
    closeWithOneId();
    Path marker = root.resolve("ids.clean");
    byte[] whole = Files.readAllBytes(marker);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(marker, damaged);
      assertThat(CleanClose.decode(damaged)).as("byte %d", i).isEmpty();
    }
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
      assertThat(map.size()).isZero();
    }
  }

  @Test
  void truncatedMarker_startsEmpty() throws IOException {
    closeWithOneId();
    Files.write(root.resolve("ids.clean"), new byte[3]);
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
    }
  }

  @Test
  void mapFileOfAnotherLength_startsEmpty() throws IOException {
    closeWithOneId();
    try (var channel = FileChannel.open(root.resolve("ids-0.map"), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
      assertThat(map.size()).isZero();
    }
  }

  @Test
  void damagedMapHeader_startsEmpty() throws IOException {
    closeWithOneId();
    try (var channel = FileChannel.open(root.resolve("ids-0.map"), StandardOpenOption.WRITE)) {
      channel.write(
          ByteBuffer.wrap("no header at all".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
          16);
    }
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
      map.put("n", "other", 3);
      assertThat(map.get("n", "other")).isEqualTo(3);
      map.close(9);
    }
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(9);
      assertThat(map.get("n", "other")).isEqualTo(3);
    }
  }

  @Test
  void missingMapFile_startsEmpty() throws IOException {
    closeWithOneId();
    Files.delete(root.resolve("ids-0.map"));
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
    }
  }

  @Test
  void markerThatCannotBeWritten_costsOnlyTheNextStart() {
    try (var map = open(root, 10)) {
      map.put("n", "id", 1);
      storage.fail(true);
      map.close(3);
    }
    storage.fail(false);
    try (var map = open(root, 10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
    }
  }

  @Test
  void interruptedCaller_opensTheTableAndStaysInterrupted() throws IOException {
    // The table itself, since the storage of this test is not made for interrupts.
    Thread.currentThread().interrupt();
    try (var table = ChronicleTable.open(root.resolve("interrupted.map"), 10, 48)) {
      assertThat(Thread.interrupted()).isTrue();
      table.put(new byte[] {1}, 2);
      assertThat(table.get(new byte[] {1})).isEqualTo(2);
    } finally {
      Thread.interrupted();
    }
  }

  private void closeWithOneId() {
    try (var map = open(root, 10)) {
      map.put("n", "id", 1);
      map.close(7);
    }
  }

  private List<String> files() throws IOException {
    return storage.list(root);
  }
}
