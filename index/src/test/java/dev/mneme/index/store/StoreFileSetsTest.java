package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.storage.MemoryDisk;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.MnemeException;
import dev.mneme.index.store.repair.StoreSalvage;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A closed store of many files, of which one or two are gone, cut, of an earlier state, of a copy
 * that went another way, or of another store: it answers exactly what the model says, or says what
 * is wrong; the check says so too and changes nothing; a salvage gives the model or names a loss.
 * Where the whole log is that of another state, the answers are those of that state.
 */
class StoreFileSetsTest {
  private static final int PAIRS = 20;
  private static final int MANY_PAIRS = 4_000;

  /** What a view keeps in several files goes and comes as a whole. */
  private static final List<String> TREES = List.of("log", "views", "views/text");

  private Path directory;
  private Path store;
  private Path damaged;
  private final Map<String, Answers> answers = new TreeMap<>();

  /** Where a file may come from instead. */
  private enum Fate {
    GONE,
    CUT,
    CUT_AT_BATCH,
    OLDER,
    REPLICA,
    OTHER
  }

  private record Harm(String file, Fate fate) {
    /** A salvage looks at nothing else of the views. */
    boolean concernsSalvage() {
      return !file.startsWith("views/") || file.equals("views/catalog");
    }
  }

  @BeforeEach
  void makeStores() throws IOException {
    directory = MemoryDisk.createDirectory();
    store = directory.resolve("store");
    damaged = directory.resolve("damaged");
    var model = new TreeMap<String, Memory>();
    write("store", model, 0, 70, 7);
    copy("store", "older");
    answers.put("older", Answers.of(model));
    copy("store", "replica");
    var copied = new TreeMap<>(model);
    write("store", model, 70, 110, 5);
    answers.put("store", Answers.of(model));
    write("replica", copied, 500, 540, 5);
    answers.put("replica", Answers.of(copied));
    var stranger = new TreeMap<String, Memory>();
    write("other", stranger, 1_000, 1_070, 7);
    write("other", stranger, 1_070, 1_110, 5);
    answers.put("other", Answers.of(stranger));
  }

  @AfterEach
  void deleteStores() throws IOException {
    Storage.system().deleteTree(directory);
  }

  private static StoreOptions options() {
    return StoreOptions.on(Storage.system())
        .clock(new TestClock())
        .log(new LogOptions(2_500))
        .asyncWindow(Duration.ofDays(1), 1_000_000)
        .graphCapacity(32)
        .offHeapIdsFrom(Long.MAX_VALUE)
        .checkpointBytes(Long.MAX_VALUE);
  }

  private void write(String name, Map<String, Memory> model, int from, int to, int deleteEvery) {
    try (var open = LocalStore.open(directory.resolve(name), options())) {
      for (int version = from; version < to; version++) {
        var memory = Answers.memory("m" + version % 60, version);
        model.put(memory.id(), memory);
        open.write(Answers.NAMESPACE, List.of(memory), true);
        if (version % deleteEvery == 0) {
          var gone = "m" + version % 13;
          model.remove(gone);
          open.delete(Answers.NAMESPACE, List.of(gone));
        }
      }
      if (from == 0) {
        open.compact();
      }
    }
  }

  private void copy(String from, String to) throws IOException {
    var target = directory.resolve(to);
    Storage.system().deleteTree(target);
    copyTree(directory.resolve(from), target);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private List<Harm> harms() throws IOException {
    var units = new ArrayList<>(TREES);
    try (var files = Files.walk(store)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> store.relativize(file).toString())
          .filter(file -> !file.startsWith("views/text") && !file.equals("lock"))
          .forEach(units::add);
    }
    units.sort(null);
    var harms = new ArrayList<Harm>();
    for (var unit : units) {
      for (var fate : Fate.values()) {
        boolean cut = fate == Fate.CUT || fate == Fate.CUT_AT_BATCH;
        if (!(cut && TREES.contains(unit))) {
          harms.add(new Harm(unit, fate));
        }
      }
    }
    return harms;
  }

  @Test
  void anyFile_goneCutOlderOrForeign_neverGivesAWrongAnswer() throws Exception {
    for (var harm : harms()) {
      requireTrue(List.of(harm));
    }
  }

  @Test
  void anyPairOfFiles_goneCutOlderOrForeign_neverGivesAWrongAnswer() throws Exception {
    pairs(new Random(1), PAIRS);
  }

  @Test
  @Tag("soak")
  void manyMorePairsOfFiles_goneCutOlderOrForeign_neverGiveAWrongAnswer() throws Exception {
    pairs(new Random(2), MANY_PAIRS);
  }

  private void pairs(Random random, int count) throws Exception {
    var harms = harms();
    for (int i = 0; i < count; i++) {
      var first = harms.get(random.nextInt(harms.size()));
      var second = harms.get(random.nextInt(harms.size()));
      if (!first.file().equals(second.file())) {
        requireTrue(List.of(first, second));
      }
    }
  }

  private void requireTrue(List<Harm> harms) throws Exception {
    var what = harms.toString();
    copy("store", "damaged");
    for (var harm : harms) {
      apply(harm);
    }
    var expected = expected();
    var before = tree();
    var log = StoreTree.of(damaged.resolve("log"));
    boolean checked = check();
    assertThat(tree()).as("%s: what the check leaves", what).isEqualTo(before);
    if (harms.stream().anyMatch(Harm::concernsSalvage)) {
      requireSalvage(expected, what);
      assertThat(tree()).as("%s: what the salvage leaves", what).isEqualTo(before);
    }
    try (var open = LocalStore.open(damaged, options())) {
      assertThat(Answers.of(open)).as(what).isEqualTo(expected);
      assertThat(open.verify().problems()).as(what).isEmpty();
    } catch (CorruptionException e) {
      assertThat(e).as(what).hasMessageContaining(damaged.toString());
      assertThat(checked).as("%s: the check says it too: %s", what, e.getMessage()).isFalse();
      assertThat(tree().keySet()).as("%s: nothing is deleted", what).isEqualTo(before.keySet());
      assertThat(StoreTree.of(damaged.resolve("log")))
          .as("%s: nothing of the log is changed", what)
          .isEqualTo(log);
    } catch (MnemeException e) {
      assertThat(e).as(what).hasMessageContaining(damaged.toString());
      assertThat(Files.exists(damaged.resolve(StoreProperties.FILE))).as(what + e).isFalse();
    }
  }

  /** The answers of the state whose log this is. */
  private Answers expected() throws IOException {
    var log = contents(damaged.resolve("log"));
    for (var state : List.of("older", "replica", "other")) {
      if (log.equals(contents(directory.resolve(state).resolve("log")))) {
        return answers.get(state);
      }
    }
    return answers.get("store");
  }

  /** Whether the check finds nothing. */
  private boolean check() {
    try {
      return LocalStore.check(Storage.system(), damaged, _ -> options(), (_, _) -> {})
          .problems()
          .isEmpty();
    } catch (MnemeException e) {
      return false;
    }
  }

  private void requireSalvage(Answers expected, String what) throws IOException {
    var target = directory.resolve("salvaged");
    Storage.system().deleteTree(target);
    var fallback = StoreProperties.read(Storage.system(), store).orElseThrow();
    try {
      var report = StoreSalvage.salvage(Storage.system(), damaged, target, fallback, (_, _) -> {});
      if (report.losses().isEmpty()) {
        try (var open = LocalStore.open(target, options())) {
          assertThat(Answers.of(open)).as("%s: salvaged", what).isEqualTo(expected);
        }
      }
    } catch (MnemeException e) {
      assertThat(e).as("%s: salvage", what).hasMessageContaining(directory.toString());
    }
  }

  private void apply(Harm harm) throws IOException {
    var file = damaged.resolve(harm.file());
    switch (harm.fate()) {
      case GONE -> Storage.system().deleteTree(file);
      case CUT -> cut(file, Files.exists(file) ? Files.size(file) / 2 : 0);
      case CUT_AT_BATCH -> cut(file, lastBatch(file));
      case OLDER, REPLICA, OTHER -> {
        var name = harm.fate().name().toLowerCase(java.util.Locale.ROOT);
        var source = directory.resolve(name).resolve(harm.file());
        Storage.system().deleteTree(file);
        if (Files.isDirectory(source)) {
          copyTree(source, file);
        } else if (Files.exists(source) && Files.exists(file.getParent())) {
          Files.copy(source, file);
        }
      }
    }
  }

  private static void cut(Path file, long length) throws IOException {
    if (Files.isRegularFile(file)) {
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), Math.toIntExact(length)));
    }
  }

  /** Where the last batch but one ends, in a file of the log. */
  private static long lastBatch(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return 0;
    }
    var bytes = java.nio.ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    long found = bytes.limit() / 4;
    long end = found;
    for (int at = 64; file.toString().endsWith(".log") && at + 48 <= bytes.limit(); ) {
      int length = bytes.getInt(at);
      if (length < 48) {
        break;
      }
      boolean batchEnd = bytes.get(at + 8) == 3 && bytes.getInt(at + 12) > 0;
      at += length;
      if (batchEnd) {
        found = end;
        end = at;
      }
    }
    return found;
  }

  private static Map<String, String> contents(Path tree) throws IOException {
    var found = new TreeMap<String, String>();
    if (Files.isDirectory(tree)) {
      try (var files = Files.walk(tree)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          found.put(
              tree.relativize(file).toString(),
              new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
    return found;
  }

  private Map<String, String> tree() throws IOException {
    return StoreTree.of(damaged);
  }
}
