package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.storage.MemoryDisk;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.MnemeException;
import dev.mneme.error.StorageException;
import dev.mneme.index.store.state.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The check of a closed store leaves every byte, right and time of it as they are, whatever state
 * it is in and wherever the check ends, and leaves nothing elsewhere.
 */
class StoreCheckTest {
  private static final String NAMESPACE = "n";
  private static final int RUNS = 20;

  private Path directory;
  private Path whole;
  private Path store;

  /** The log as it was before it was compacted. */
  private Path uncompacted;

  /** What the check did that it must not do. */
  private final Set<String> trespasses = ConcurrentHashMap.newKeySet();

  private final Set<Path> scratches = ConcurrentHashMap.newKeySet();

  private interface Harm {
    void to(Path store) throws Exception;
  }

  @BeforeEach
  void makeStore() throws IOException {
    directory = MemoryDisk.createDirectory();
    whole = directory.resolve("whole");
    store = directory.resolve("store");
    uncompacted = directory.resolve("uncompacted");
    write(0, 60);
    copy(whole.resolve("log"), uncompacted);
    try (var open = LocalStore.open(whole, options(Storage.system()))) {
      open.compact();
    }
    write(60, 90);
  }

  private void write(int from, int to) {
    try (var open = LocalStore.open(whole, options(Storage.system()))) {
      for (int version = from; version < to; version++) {
        var memory = Answers.memory("m" + version % 40, version);
        open.write(NAMESPACE, List.of(memory), true);
      }
    }
  }

  @AfterEach
  void deleteStores() throws IOException {
    Storage.system().deleteTree(directory);
  }

  private static StoreOptions options(Storage storage) {
    return StoreOptions.on(storage)
        .clock(new TestClock())
        .log(new LogOptions(2_500))
        .sync(false)
        .asyncWindow(Duration.ofDays(1), 1_000_000)
        .graphCapacity(32)
        .offHeapIdsFrom(Long.MAX_VALUE)
        .checkpointBytes(Long.MAX_VALUE);
  }

  private static void copy(Path from, Path to) throws IOException {
    Storage.system().deleteTree(to);
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private List<String> files() throws IOException {
    try (var files = Files.walk(whole)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> whole.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Tells of everything that would change the store, and of directories for what is temporary. */
  private ErringStorage watched() {
    var storage = new ErringStorage(Storage.system());
    storage.hook = this::watch;
    return storage;
  }

  private void watch(String call, Path path) {
    boolean reads =
        Set.of("list", "exists", "kind", "size", "open READ", "read", "map", "lockForReading")
            .contains(call);
    boolean scratch = false;
    for (var part = path; part != null; part = part.getParent()) {
      if (String.valueOf(part.getFileName()).startsWith("mneme-verify-")) {
        scratches.add(part);
        scratch = true;
      }
    }
    if (!reads && !scratch) {
      trespasses.add(call + " " + path);
    }
  }

  /** Runs the check, which may end as it likes; whether it found nothing. */
  private boolean check(Storage storage) {
    try {
      return LocalStore.check(storage, store, _ -> options(storage), (_, _) -> {})
          .problems()
          .isEmpty();
    } catch (MnemeException e) {
      assertThat(e).hasMessageContaining(directory.toString());
      return false;
    }
  }

  private boolean requireUntouched(String what, Harm harm) throws Exception {
    copy(whole, store);
    harm.to(store);
    var before = StoreTree.of(directory);
    boolean clean = check(watched());
    assertThat(StoreTree.of(directory)).as(what).isEqualTo(before);
    assertThat(trespasses).as(what).isEmpty();
    assertThat(scratches).as(what).allMatch(path -> !Files.exists(path));
    return clean;
  }

  @Test
  void wholeStore_isLeftAsItIs() throws Exception {
    assertThat(requireUntouched("whole", _ -> {})).isTrue();
    assertThat(scratches).isNotEmpty();
  }

  /**
   * What a crash may leave is no problem, and what else lies there is not the check's to remove.
   */
  @Test
  void leftovers_areLeft() throws Exception {
    var last = lastLogFile();
    Map<String, Harm> leftovers = new LinkedHashMap<>();
    for (var name :
        List.of(
            "log/" + last + ".tmp",
            "log/00000000000000000000.log.tmp",
            "log/00000000000000009999.log.tmp",
            "log/manifest.tmp",
            "store.properties.tmp",
            "lock.owner",
            "lock.owner.tmp",
            "views/catalog.tmp",
            "views/time/time.checkpoint.tmp",
            "views/attributes/attributes.checkpoint.tmp",
            "views/vector/vector.checkpoint.tmp",
            "views/vector/segment-99.vectors.tmp")) {
      leftovers.put(name, path -> Files.writeString(path.resolve(name), "half of it"));
      if (name.startsWith("log/")) {
        leftovers.put(
            name + ", a second name of the log",
            path -> Files.createLink(path.resolve(name), path.resolve("log").resolve(last)));
        leftovers.put(
            name + ", a link to the log",
            path ->
                Files.createSymbolicLink(path.resolve(name), path.resolve("log").resolve(last)));
      }
    }
    for (var leftover : leftovers.entrySet()) {
      assertThat(requireUntouched(leftover.getKey(), leftover.getValue()))
          .as(leftover.getKey())
          .isTrue();
    }
    requireUntouched("no lock", path -> Files.delete(path.resolve("lock")));
    requireUntouched("text", path -> Files.writeString(path.resolve("views/text/_z.cfs"), "x"));
  }

  private String lastLogFile() throws IOException {
    return files().stream()
        .filter(file -> file.endsWith(".log"))
        .reduce((_, last) -> last)
        .map(file -> file.substring("log/".length()))
        .orElseThrow();
  }

  @Test
  void filesThatACompactionHadReplaced_areLeft() throws Exception {
    int[] left = {0};
    boolean clean =
        requireUntouched(
            "replaced files",
            path -> {
              var names = Storage.system().list(uncompacted);
              var known = Storage.system().list(path.resolve("log"));
              for (var name : names.subList(0, names.size() - 3)) {
                if (!known.contains(name)) {
                  Files.copy(uncompacted.resolve(name), path.resolve("log").resolve(name));
                  left[0]++;
                }
              }
            });
    assertThat(left[0]).isPositive();
    assertThat(clean).isTrue();
  }

  @Test
  void anyFile_goneCutFlippedOrInTheWay_isLeft() throws Exception {
    damageAll(new Random(1));
  }

  @Test
  @Tag("soak")
  void anyFile_goneCutFlippedOrInTheWay_isLeft_manyTimes() throws Exception {
    for (int seed = 2; seed < RUNS; seed++) {
      damageAll(new Random(seed));
    }
  }

  private void damageAll(Random random) throws Exception {
    for (var file : files()) {
      requireUntouched("without " + file, path -> Files.delete(path.resolve(file)));
      if (random.nextBoolean()) {
        requireUntouched("cut " + file, path -> cut(path.resolve(file), random));
      } else {
        requireUntouched("flipped " + file, path -> flip(path.resolve(file), random));
      }
      int obstacle = random.nextInt(4);
      requireUntouched(
          "obstacle " + obstacle + " " + file, path -> block(path.resolve(file), obstacle));
    }
    for (var name : List.of("log", "views", "views/text", "views/time", "views/vector")) {
      requireUntouched("without " + name, path -> Storage.system().deleteTree(path.resolve(name)));
      int obstacle = random.nextInt(4);
      requireUntouched(
          "obstacle " + obstacle + " " + name,
          path -> {
            Storage.system().deleteTree(path.resolve(name));
            block(path.resolve(name), obstacle);
          });
    }
  }

  private static void cut(Path file, Random random) throws IOException {
    var bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
  }

  private static void flip(Path file, Random random) throws IOException {
    var bytes = Files.readAllBytes(file);
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
    }
  }

  private static void block(Path file, int obstacle) throws Exception {
    Files.deleteIfExists(file);
    switch (obstacle) {
      case 0 -> Files.createDirectory(file);
      case 1 -> Files.createSymbolicLink(file, file.getFileName());
      case 2 -> Files.createSymbolicLink(file, file.resolveSibling("nowhere"));
      default -> {
        var made = new ProcessBuilder("mkfifo", file.toString()).start();
        assertThat(made.waitFor()).isZero();
      }
    }
  }

  @Test
  void storeWithoutTheRightToWrite_isChecked() throws Exception {
    var rights = PosixFilePermissions.fromString("r-xr-xr-x");
    try {
      assertThat(
              requireUntouched(
                  "no right to write",
                  path -> {
                    for (var file : files()) {
                      Files.setPosixFilePermissions(
                          path.resolve(file), PosixFilePermissions.fromString("r--r--r--"));
                    }
                    for (var name : List.of("views/text", "views", "log", "")) {
                      Files.setPosixFilePermissions(path.resolve(name), rights);
                    }
                  }))
          .isTrue();
    } finally {
      for (var name : List.of("", "log", "views", "views/text")) {
        Files.setPosixFilePermissions(
            store.resolve(name), PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  /** Every so many calls, once each, and from then on for good, as where the process is killed. */
  @Test
  void checkThatEndsAnywhere_leavesTheStoreAsItIs() throws Exception {
    copy(whole, store);
    Files.writeString(store.resolve("log/manifest.tmp"), "half of it");
    var before = StoreTree.of(store);
    long calls = failing(Long.MAX_VALUE, false);
    assertThat(calls).isGreaterThan(100);
    for (int run = 0; run < RUNS; run++) {
      for (boolean forGood : List.of(false, true)) {
        long call = 1 + run * calls / RUNS;
        failing(call, forGood);
        var what = "call " + call + " of " + calls + (forGood ? " and all that follow" : "");
        assertThat(StoreTree.of(store)).as(what).isEqualTo(before);
        assertThat(trespasses).as(what).isEmpty();
        for (var scratch : scratches) {
          assertThat(Files.exists(scratch) && !forGood).as("%s: %s", what, scratch).isFalse();
          Storage.system().deleteTree(scratch);
        }
      }
    }
  }

  /** How many calls were made. */
  private long failing(long failAt, boolean forGood) {
    var calls = new AtomicLong();
    var storage = new ErringStorage(Storage.system());
    storage.hook =
        (call, path) -> {
          watch(call, path);
          long number = calls.incrementAndGet();
          boolean cleansUp = call.equals("deleteTree") && path.getFileName() != null;
          if (forGood ? number >= failAt : number == failAt && !cleansUp) {
            throw new IOException("injected failure: " + path);
          }
        };
    check(storage);
    return calls.get();
  }

  @Test
  void storeThatIsOpen_isRefused_andLosesNothing() throws Exception {
    copy(whole, store);
    try (var open = LocalStore.open(store, options(Storage.system()))) {
      open.write(NAMESPACE, List.of(Answers.memory("more", 1)), true);
      assertThatThrownBy(
              () -> LocalStore.check(watched(), store, _ -> options(watched()), (_, _) -> {}))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(store.toString())
          .hasMessageContaining("another engine in this process has the store open");
      open.write(NAMESPACE, List.of(Answers.memory("more", 2)), true); // its lock is still held
    }
    assertThat(trespasses).isEmpty();
    assertThat(check(watched())).isTrue();
  }
}
