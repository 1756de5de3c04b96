package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class TextViewLifeCycleTest {
  @TempDir Path directory;

  @Test
  void open_ofNothing_startsAtMinusOne() {
    try (var store = new TextFixture(directory.resolve("new/deep"))) {
      assertThat(store.view.recoveredSequence()).isEqualTo(-1);
      assertThat(store.view.name()).isEqualTo("text");
    }
  }

  @Test
  void close_writesNothing() {
    try (var store = new TextFixture(directory)) {
      store.add("kept");
      store.view.checkpoint(store.sequence);
      store.add("lost and applied again");
      store.search("lost", 1);
      store.view.close();
      store.view = TextView.open(Storage.system(), directory, store.language, TextFixture.NO_LOG);
      assertThat(store.view.recoveredSequence()).isZero();
      assertThat(store.search("kept lost", 5).ordinals()).containsExactly(0);
    }
  }

  @Test
  void apply_skipsWhatTheCheckpointHas() {
    try (var store = new TextFixture(directory)) {
      store.add("one", "two");
      store.add("three", "");
      store.view.checkpoint(store.sequence);
      store.add("four");
      for (int i = 0; i < 3; i++) {
        store.reopen();
        assertThat(store.view.recoveredSequence()).isEqualTo(3);
        assertThat(store.view.statistics().ordinals()).isEqualTo(4);
        assertThat(store.search("one two three four", 10).size()).isEqualTo(4);
      }
    }
  }

  @Test
  void apply_skipsWhatWasReclaimedAndMergedAway() {
    try (var store = new TextFixture(directory)) {
      store.add("one", "two", "three");
      store.remove(1, 2);
      store.view.reclaim(OrdinalBitmap.of(1, 2));
      store.view.checkpoint(store.sequence);
      store.reopen();
      store.add("four");
      store.view.checkpoint(store.sequence);
      assertThat(store.search("one two three four", 10).ordinals()).containsExactly(3, 0);
      assertThat(store.view.statistics().ordinals()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void reopen_atRandomMoments_losesNothing(long seed) {
    var random = new Random(seed);
    try (var store = new TextFixture(directory)) {
      for (int round = 0; round < 40; round++) {
        TextViewSearchTest.randomCommit(store, random);
        if (random.nextInt(4) == 0) {
          store.reopen();
        }
        String query = TextFixture.randomText(random, 4);
        var expected = store.oracle().search(query, ordinal -> true, 50);
        TextViewSearchTest.assertSame(
            store.search(query, 50), expected, "seed " + seed + ": " + query);
      }
    }
  }

  @Test
  void reclaim_givesSpaceBack() {
    try (var store = new TextFixture(directory)) {
      var random = new Random(3);
      for (int i = 0; i < 20; i++) {
        store.add(
            IntStream.range(0, 200)
                .mapToObj(j -> TextFixture.randomText(random, 20))
                .toArray(String[]::new));
      }
      store.view.checkpoint(store.sequence);
      int[] dead = IntStream.range(0, 4_000).filter(i -> i % 10 != 0).toArray();
      store.remove(dead);
      store.view.reclaim(OrdinalBitmap.of(dead));
      store.view.checkpoint(store.sequence);
      assertThat(store.view.statistics().ordinals()).isLessThanOrEqualTo(400);
      var expected = store.oracle().search("w0 w1", ordinal -> true, 20);
      TextViewSearchTest.assertSame(store.search("w0 w1", 20), expected, "after reclaim");
    }
  }

  @Test
  void open_withAnotherLanguage_startsAnew() {
    try (var store = new TextFixture(directory)) {
      store.add("running");
      store.view.checkpoint(store.sequence);
    }
    try (var store = new TextFixture(directory, Language.STANDARD)) {
      assertThat(store.view.recoveredSequence()).isEqualTo(-1);
      store.add("running");
      assertThat(store.search("run", 1).size()).isZero();
      assertThat(store.search("running", 1).size()).isEqualTo(1);
    }
  }

  @Test
  void open_withForeignFiles_wipesThem() throws IOException {
    Files.writeString(directory.resolve("segments_1"), "not Lucene's");
    Files.writeString(directory.resolve("anything"), "else");
    try (var store = new TextFixture(directory)) {
      assertThat(store.view.recoveredSequence()).isEqualTo(-1);
      store.add("usable");
      store.view.checkpoint(store.sequence);
      store.reopen();
      assertThat(store.search("usable", 1).size()).isEqualTo(1);
    }
    assertThat(directory.resolve("anything")).doesNotExist();
  }

  @Test
  void open_afterAnyFileIsDamaged_startsAnew() throws IOException {
    var random = new Random(9);
    var pristine = directory.resolve("pristine");
    try (var store = new TextFixture(pristine)) {
      for (int i = 0; i < 3; i++) {
        store.add(
            IntStream.range(0, 500)
                .mapToObj(j -> TextFixture.randomText(random, 20))
                .toArray(String[]::new));
        store.view.checkpoint(store.sequence);
      }
    }
    try (var files = Files.list(pristine)) {
      for (Path file : files.toList()) {
        for (Damage damage : Damage.values()) {
          Path copy = directory.resolve(damage + "-" + file.getFileName());
          copy(pristine, copy);
          damage.inflict(copy.resolve(file.getFileName()), random);
          try (var store = new TextFixture(copy)) {
            assertThat(store.view.recoveredSequence()).as(copy.toString()).isEqualTo(-1);
            store.add("usable again");
            assertThat(store.search("usable", 1).size()).isEqualTo(1);
            store.view.checkpoint(store.sequence);
          }
        }
      }
    }
  }

  private enum Damage {
    FLIP {
      @Override
      byte[] apply(byte[] bytes, Random random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
      }
    },
    TRUNCATE {
      @Override
      byte[] apply(byte[] bytes, Random random) {
        return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
    },
    EMPTY {
      @Override
      byte[] apply(byte[] bytes, Random random) {
        return new byte[0];
      }
    };

    abstract byte[] apply(byte[] bytes, Random random);

    void inflict(Path file, Random random) throws IOException {
      Files.write(file, apply(Files.readAllBytes(file), random));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void open_afterAFileIsMissing_startsAnew() throws IOException {
    var pristine = directory.resolve("pristine");
    try (var store = new TextFixture(pristine)) {
      store.add("one", "two");
      store.view.checkpoint(store.sequence);
    }
    List<Path> all;
    try (var files = Files.list(pristine)) {
      all = files.toList();
    }
    for (Path file : all) {
      Path copy = directory.resolve("without-" + file.getFileName());
      copy(pristine, copy);
      Files.delete(copy.resolve(file.getFileName()));
      try (var store = new TextFixture(copy)) {
        assertThat(store.view.recoveredSequence()).as(file.toString()).isEqualTo(-1);
      }
    }
  }

  @Test
  void open_whereAFileStands_isAStorageFailureThatNamesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(
            () -> TextView.open(Storage.system(), file, Language.ENGLISH, TextFixture.NO_LOG))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void checkpoint_withoutChanges_movesTheSequence() {
    try (var store = new TextFixture(directory)) {
      store.view.checkpoint(7);
      store.view.close();
      store.view = TextView.open(Storage.system(), directory, store.language, TextFixture.NO_LOG);
      assertThat(store.view.recoveredSequence()).isEqualTo(7);
    }
  }

  @Test
  void statistics_countWhatIsThere() {
    try (var store = new TextFixture(directory)) {
      store.add("one", "", "two");
      store.view.checkpoint(store.sequence);
      var statistics = store.view.statistics();
      assertThat(statistics.ordinals()).isEqualTo(2);
      assertThat(statistics.diskBytes()).isPositive();
      assertThat(statistics.view()).isEqualTo("text");
    }
  }
}
