package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.memory.Memory;
import dev.mneme.error.MnemeException;
import dev.mneme.error.StorageException;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Directories, pipes, devices and links that lead nowhere in the place of every file of a store:
 * views are rebuilt, everything else is a typed error, and nothing is waited for.
 */
class ObstaclesTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path temporary;
  private Path store;
  private List<Memory> memories;

  private enum Obstacle {
    DIRECTORY,
    LOOP,
    DANGLING_LINK,
    PIPE
  }

  @BeforeEach
  void makeStore() {
    store = temporary.resolve("store");
    memories = Samples.memories(new Random(7), 120);
    try (var engine = MemoryEngine.open(store, options())) {
      engine.namespace().addAll(memories);
    }
  }

  @Test
  void obstacleInThePlaceOfAViewFile_isRemovedAndTheViewRebuilt() throws Exception {
    var views = store.resolve("views");
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(views)) {
      walk.filter(file -> !file.equals(views)).forEach(files::add);
    }
    files.add(views.resolve("text").resolve("segments_9"));
    files.add(views.resolve("text").resolve("_z.cfs"));
    files.add(views.resolve("text").resolve("stranger"));
    files.add(views.resolve("catalog.tmp"));
    files.add(views.resolve("vector").resolve("vector.checkpoint.tmp"));
    files.add(views.resolve("vector").resolve("segment-7.vectors"));
    files.add(views);
    var random = new Random(11);
    for (var file : files) {
      var obstacle = Obstacle.values()[random.nextInt(Obstacle.values().length)];
      put(obstacle, file);
      soon(file + " " + obstacle, this::openAndUse);
    }
  }

  private void openAndUse() {
    try (var engine = MemoryEngine.open(store, options())) {
      assertThat(engine.namespace().count()).isEqualTo(memories.size());
      assertThat(engine.namespace().search(SearchRequest.text("river").limit(200).build()).hits())
          .hasSize(
              (int) memories.stream().filter(memory -> memory.text().contains("river")).count());
      engine.flush();
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void obstacleInThePlaceOfAnyFile_hangsNeitherOpenNorVerify() throws Exception {
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(store)) {
      walk.filter(Files::isRegularFile).forEach(files::add);
    }
    var pristine = Files.move(store, temporary.resolve("pristine"));
    for (var file : files) {
      for (var obstacle : Obstacle.values()) {
        copy(pristine, store);
        put(obstacle, file);
        soon(
            "verify with " + file + " " + obstacle,
            () -> typed(() -> MemoryEngine.verify(store, options(), (_, _) -> {})));
        soon(
            "open with " + file + " " + obstacle,
            () -> typed(() -> MemoryEngine.open(store, options()).close()));
        delete(store);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (var file : walk.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void typed(Runnable work) {
    try {
      work.run();
    } catch (MnemeException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void deniedPermission_saysWhatToDo() throws Exception {
    assumeTrue(!"root".equals(System.getProperty("user.name")), "root is denied nothing");
    var log = store.resolve("log");
    try (var files = Files.list(log)) {
      Files.setPosixFilePermissions(
          files.findFirst().orElseThrow(), PosixFilePermissions.fromString("---------"));
    }
    assertThatThrownBy(() -> MemoryEngine.open(store, options()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("permission denied")
        .hasMessageContaining("the right to read and write");
  }

  @Test
  void newFiles_areTheirOwnersOnly() throws Exception {
    try (var walk = Files.walk(store)) {
      for (var file : walk.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .endsWith("------");
      }
    }
  }

  private static EngineOptions options() {
    return EngineOptions.defaults().graphCapacity(64);
  }

  private static void put(Obstacle obstacle, Path file) throws Exception {
    delete(file);
    Files.createDirectories(file.getParent());
    switch (obstacle) {
      case DIRECTORY -> Files.writeString(Files.createDirectory(file).resolve("within"), "x");
      case LOOP -> Files.createSymbolicLink(file, file);
      case DANGLING_LINK -> Files.createSymbolicLink(file, file.resolveSibling("nowhere"));
      case PIPE -> assumeTrue(mkfifo(file), "there is no mkfifo");
    }
  }

  private static boolean mkfifo(Path file) throws Exception {
    try {
      return new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void delete(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      try (var entries = Files.list(file)) {
        for (var entry : entries.toList()) {
          delete(entry);
        }
      }
    }
    Files.delete(file);
  }

  private static void soon(String what, Runnable work) throws Exception {
    var done = new CompletableFuture<Throwable>();
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(new Throwable("ended well"));
              } catch (Throwable e) {
                done.completeExceptionally(new AssertionError(what, e));
              }
            });
    thread.setDaemon(true);
    thread.start();
    assertThat(done.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(what).hasMessage("ended well");
  }
}
