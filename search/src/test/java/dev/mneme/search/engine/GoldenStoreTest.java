package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mneme.MemoryEngine;
import dev.mneme.core.jvm.JvmFlags;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stores of every version of the format are kept under {@code golden/VERSION} and opened, with
 * their views and without, and answer what they answered when they were made. Views of the newest
 * are used as they are, those of older ones are made anew. Files of a version that is to come are
 * refused where they are the truth, and made anew where they are views. When a format changes,
 * {@code -Dmneme.samples=write} adds the store of the new version; the old ones stay.
 */
class GoldenStoreTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final int NEWEST = 2;

  @TempDir private Path directory;
  private Path store;

  @BeforeEach
  void nameStore() {
    store = directory.resolve("store");
  }

  static Stream<Path> versions() throws IOException {
    try (var versions = Files.list(GOLDEN)) {
      return versions.sorted().toList().stream();
    }
  }

  @Test
  @EnabledIfSystemProperty(
      named = "mneme.samples",
      matches = "write",
      disabledReason = "writes the store of a new version, once")
  void write() throws Exception {
    var version = GOLDEN.resolve(Integer.toString(NEWEST));
    assumeTrue(JvmFlags.missingForOffHeapIds().isEmpty(), "the ids would have no files");
    GoldenStore.write(store);
    Storage.system().deleteTree(version);
    Files.createDirectories(version);
    GoldenStore.copy(store, version.resolve("store"));
    try (var engine = GoldenStore.open(store)) {
      Files.write(version.resolve("answers.txt"), GoldenStore.answers(engine));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void keptStore_answersAsItDidFromItsOwnViews(Path version) throws IOException {
    GoldenStore.copy(version.resolve("store"), store);
    var before = views();
    try (var engine = GoldenStore.open(store)) {
      if (version.endsWith(Integer.toString(NEWEST))) {
        assertThat(views()).as("views that are in use, not rebuilt").isEqualTo(before);
      }
      requireAnswers(version, engine);
    }
    try (var again = GoldenStore.open(store)) {
      requireAnswers(version, again);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void keptStoreWithoutItsViews_answersAsItDid(Path version) throws IOException {
    GoldenStore.copy(version.resolve("store"), store);
    Storage.system().deleteTree(store.resolve("views"));
    try (var engine = GoldenStore.open(store)) {
      requireAnswers(version, engine);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void keptStore_takesChanges(Path version) throws IOException {
    GoldenStore.copy(version.resolve("store"), store);
    try (var engine = GoldenStore.open(store)) {
      long before = engine.namespace().count();
      engine
          .namespace()
          .add(
              Samples.memory(new Random(1), "new").toBuilder()
                  .embedding(new float[GoldenStore.DIMENSION])
                  .build());
      assertThat(engine.namespace().delete("m2")).isTrue();
      engine.compact();
      assertThat(engine.namespace().count()).isEqualTo(before);
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void keptStoreOnADiskThatIsOnlyRead_answersAsItDid_andStaysAsItIs(Path version)
      throws IOException {
    GoldenStore.copy(version.resolve("store"), store);
    var before = contents(store);
    var disk = new FullDisk(store);
    disk.mood = FullDisk.Mood.READ_ONLY;
    try (var engine = LocalEngine.open(store, GoldenStore.options(), disk)) {
      assertThat(GoldenStore.answers(engine))
          .isEqualTo(Files.readAllLines(version.resolve("answers.txt")));
      assertThatThrownBy(() -> engine.namespace().delete("m2"))
          .isInstanceOf(StorageException.class);
    }
    assertThat(contents(store)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void keptStore_isCheckedAndSalvagedAsItIs(Path version) throws IOException {
    GoldenStore.copy(version.resolve("store"), store);
    var before = contents(store);
    var options = GoldenStore.options();
    assertThat(MemoryEngine.verify(store, options, (_, _) -> {}).problems()).isEmpty();
    var target = directory.resolve("salvaged");
    assertThat(MemoryEngine.salvage(store, target, options, (_, _) -> {}).losses()).isEmpty();
    assertThat(contents(store)).isEqualTo(before);
    try (var engine = GoldenStore.open(target)) {
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  /** From its first opening on an older version refuses it, and it says when it lacks something. */
  @ParameterizedTest
  @MethodSource("versions")
  void keptStoreThatWasOpened_isOfTheNewestFormat_andMissesWhatIsTakenAway(Path version)
      throws IOException {
    GoldenStore.copy(version.resolve("store"), store);
    GoldenStore.open(store).close();
    assertThat(store.resolve("log/manifest")).isRegularFile();
    assertThat(store.resolve("store.properties")).content().contains("format=2", "id=");
    var files = filesOf(store.resolve("log"));
    var newestLog = files.get(files.size() - 2); // the manifest is the last
    assertThat(little(Files.readAllBytes(newestLog)).getInt(8)).isEqualTo(2);
    var backup = directory.resolve("backup");
    try (var engine = GoldenStore.open(store)) {
      engine.backup(backup);
    }
    var copy = directory.resolve("copy");
    GoldenStore.copy(store, copy);
    for (var path : List.of(store, backup, copy)) {
      try (var engine = GoldenStore.open(path)) {
        requireAnswers(version, engine);
      }
      Files.delete(filesOf(path.resolve("log")).get(1));
      var options = GoldenStore.options();
      assertThat(MemoryEngine.verify(path, options, (_, _) -> {}).ok()).isFalse();
      assertThatThrownBy(() -> GoldenStore.open(path)).isInstanceOf(CorruptionException.class);
    }
  }

  private static void requireAnswers(Path version, MemoryEngine engine) throws IOException {
    assertThat(GoldenStore.answers(engine))
        .isEqualTo(Files.readAllLines(version.resolve("answers.txt")));
    assertThat(engine.verify().problems()).isEmpty();
  }

  private static Map<String, String> contents(Path tree) throws IOException {
    var files = new TreeMap<String, String>();
    for (var file : filesOf(tree)) {
      files.put(
          tree.relativize(file).toString(),
          Files.getLastModifiedTime(file) + HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return files;
  }

  /** All files of the views but those of the ids, which a clean close alone vouches for. */
  private Map<String, String> views() throws IOException {
    var files = new TreeMap<String, String>();
    for (var file : filesOf(store.resolve("views"))) {
      if (!file.getParent().endsWith("ids")) {
        files.put(file.toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static List<Path> filesOf(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void newerProperties_areIncompatible() throws IOException {
    GoldenStore.copy(newest(), store);
    var file = store.resolve("store.properties");
    var body =
        Files.readString(file).replaceFirst("crc32c=.*\n", "").replace("format=2", "format=3");
    Files.writeString(
        file,
        body + "crc32c=" + Long.toHexString(crc(body.getBytes(StandardCharsets.UTF_8))) + "\n");
    requireIncompatible(file);
  }

  @Test
  void newerLog_isIncompatible() throws IOException {
    var count = filesOf(newest().resolve("log")).size();
    assertThat(count).isGreaterThan(2);
    for (int i = 0; i < count; i++) {
      Storage.system().deleteTree(store);
      GoldenStore.copy(newest(), store);
      var file = filesOf(store.resolve("log")).get(i);
      var bytes = little(Files.readAllBytes(file));
      bytes.putInt(8, bytes.getInt(8) + 1).putInt(12, (int) crc(bytes.array(), 12));
      Files.write(file, bytes.array());
      requireIncompatible(file);
    }
  }

  private void requireIncompatible(Path file) throws IOException {
    var before = Files.readAllBytes(file);
    assertThatThrownBy(() -> GoldenStore.open(store))
        .isInstanceOf(IncompatibleException.class)
        .hasMessageContaining(String.valueOf(file.getFileName()));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** Whole files, checksums included, as a newer version would have written them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog",
        "attributes/attributes.checkpoint",
        "time/time.checkpoint",
        "vector/vector.checkpoint",
        "ids/ids.clean"
      })
  void newerFileOfAView_isMadeAnew(String name) throws IOException {
    GoldenStore.copy(newest(), store);
    var file = store.resolve("views").resolve(name);
    int versionAt = name.equals("catalog") ? 8 : name.startsWith("ids") ? 7 : 4;
    var bytes = little(Files.readAllBytes(file));
    byte version = bytes.get(versionAt);
    byte newer = (byte) (version + 100); // this program may write a newer one than the store has
    bytes.put(versionAt, newer);
    int end = bytes.limit() - Integer.BYTES;
    bytes.putInt(end, (int) crc(bytes.array(), end));
    Files.write(file, bytes.array());
    try (var engine = GoldenStore.open(store)) {
      requireAnswers(newest().getParent(), engine);
    }
    if (Files.exists(file)) { // the ids are on the heap where flags are missing
      assertThat(Files.readAllBytes(file)[versionAt]).isBetween(version, (byte) (newer - 1));
    }
  }

  @Test
  void newerVectorSegment_isMadeAnew() throws IOException {
    GoldenStore.copy(newest(), store);
    var segments =
        filesOf(store.resolve("views/vector")).stream()
            .filter(file -> file.toString().endsWith(".vectors"))
            .toList();
    assertThat(segments).isNotEmpty();
    for (var file : segments) {
      var bytes = little(Files.readAllBytes(file));
      bytes.putInt(8, bytes.getInt(8) + 1);
      int sums = bytes.limit() - 2 * Integer.BYTES; // it has less than one block
      bytes.putInt(sums, (int) crc(bytes.array(), sums));
      bytes.putInt(sums + 4, (int) crc(Arrays.copyOfRange(bytes.array(), sums, sums + 4), 4));
      Files.write(file, bytes.array());
    }
    try (var engine = GoldenStore.open(store)) {
      requireAnswers(newest().getParent(), engine);
    }
  }

  private static Path newest() {
    return GOLDEN.resolve(Integer.toString(NEWEST)).resolve("store");
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long crc(byte[] bytes) {
    return crc(bytes, bytes.length);
  }

  private static long crc(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
