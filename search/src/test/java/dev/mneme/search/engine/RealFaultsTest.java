package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.memory.Memory;
import dev.mneme.error.StorageException;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Faults that the kernel itself reports: a file system without room, and an fsync that fails.
 * Skipped, which the report says, where this machine does not let a test arrange them.
 */
@Execution(ExecutionMode.CONCURRENT)
class RealFaultsTest {
  @TempDir private Path temporary;

  @Test
  void fullDisk_stopsWritesKeepsReadsAndRecoversWithRoom() throws Exception {
    var mount = Files.createDirectory(temporary.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount.toString()) == 0,
        "this process may not mount a tmpfs");
    try {
      int written = fill(mount.resolve("store"));
      for (int i = 0; i < 2; i++) { // still full
        readsGoOn(mount.resolve("store"), written);
      }
      remountReadOnly(mount);
      readsGoOn(mount.resolve("store"), written);
      assertThat(run("mount", "-o", "remount,rw,size=64m", mount.toString())).isZero();
      try (var engine = MemoryEngine.open(mount.resolve("store"), options())) {
        var namespace = engine.namespace();
        for (int i = 0; i < written; i++) {
          assertThat(namespace.get("m" + i)).as("memory %d of %d", i, written).isPresent();
        }
        assertThat(namespace.count()).isIn((long) written, written + 1L);
        assertThat(engine.verify().problems()).isEmpty();
        namespace.add(memory("after"));
        assertThat(namespace.get("after")).isPresent();
      }
    } finally {
      // Lazily: the log's mappings go when the garbage collector finds them.
      assertThat(run("umount", "-l", mount.toString())).isZero();
    }
  }

  /**
   * Refused while anything has a file open for writing, which nothing of a closed store may, and
   * while a file that was deleted is mapped, which goes when the garbage collector finds it.
   */
  private static void remountReadOnly(Path mount) throws Exception {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(descriptors.map(RealFaultsTest::target).filter(path -> path.startsWith(mount)))
          .as("files of a closed store that are still open")
          .isEmpty();
    }
    int status = -1;
    for (int i = 0; i < 100 && status != 0; i++) {
      System.gc();
      Thread.sleep(50); // the cleaner has a thread of its own
      status = run("mount", "-o", "remount,ro", mount.toString());
    }
    try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
      var held = maps.filter(line -> line.contains(mount.toString())).toList();
      assertThat(status).as("read-only, with what is mapped: %s", held).isZero();
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor; // it was the one that lists the others
    }
  }

  /** Writes until there is no room; how many were acknowledged. */
  private static int fill(Path directory) {
    try (var engine = MemoryEngine.open(directory, options())) {
      var namespace = engine.namespace();
      int written = 0;
      try {
        for (; written < 100_000; written++) {
          namespace.add(memory("m" + written));
        }
        throw new AssertionError("2 MiB held " + written + " memories");
      } catch (StorageException expected) {
        assertThat(expected).hasMessageContaining("No space left");
      }
      assertThatThrownBy(() -> namespace.add(memory("refused")))
          .isInstanceOf(StorageException.class);
      assertThat(namespace.get("m0")).isPresent();
      assertThat(namespace.get("m" + (written - 1))).isPresent();
      assertThat(namespace.count()).isEqualTo(written);
      var word = SearchRequest.text("river coffee mountain").limit(5).build();
      assertThat(namespace.search(word).hits()).hasSize(5);
      assertThat(engine.verify().problems()).isEmpty();
      assertThat(engine.stats().memories()).isEqualTo(written);
      return written;
    }
  }

  /** Opens it as it is; a write may still find room, or may not. */
  private static void readsGoOn(Path directory, int written) {
    try (var engine = MemoryEngine.open(directory, options())) {
      assertThat(engine.namespace().count()).isIn((long) written, written + 1L);
      assertThat(engine.namespace().get("m0")).isPresent();
      var word = SearchRequest.text("river coffee mountain").limit(5).build();
      assertThat(engine.namespace().search(word).hits()).hasSize(5);
      assertThat(engine.verify().problems()).isEmpty();
      assertThat(engine.stats().memories()).isPositive();
    }
  }

  private static EngineOptions options() {
    return EngineOptions.defaults().checkpointBytes(256 << 10).graphCapacity(64);
  }

  private static Memory memory(String id) {
    return Memory.text(Samples.text(new Random(id.hashCode())).repeat(20)).id(id).build();
  }

  /** The child's fsyncs fail from a certain one on, as strace tells the kernel to. */
  @Test
  void failedFsync_stopsWritesKeepsReadsAndRecovers() throws Exception {
    assumeTrue(canTrace(), "strace is not there, or may not trace");
    var store = temporary.resolve("store");
    var said = temporary.resolve("said.txt");
    var command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=fsync",
                "-e",
                "inject=fsync:error=EIO:when=60+"));
    command.addAll(java());
    command.addAll(List.of(RealFaultsWriter.class.getName(), store.toString()));
    var child =
        new ProcessBuilder(command)
            .redirectOutput(said.toFile())
            .redirectError(temporary.resolve("stderr.txt").toFile())
            .start();
    try {
      assertThat(child.waitFor(120, TimeUnit.SECONDS)).as("the child ends").isTrue();
    } finally {
      child.destroyForcibly();
    }
    var lines = Files.readAllLines(said);
    assertThat(lines)
        .as(Files.readString(temporary.resolve("stderr.txt")))
        .contains("failed", "refused", "read");
    try (var engine = MemoryEngine.open(store, options())) {
      var acknowledged = lines.stream().filter(line -> line.startsWith("ok ")).toList();
      assertThat(acknowledged).isNotEmpty();
      for (var line : acknowledged) {
        assertThat(engine.namespace().get(line.substring(3))).as(line).isPresent();
      }
      assertThat(engine.verify().problems()).isEmpty();
      engine.namespace().add(memory("after"));
    }
  }

  private static boolean canTrace() throws Exception {
    return run("strace", "-f", "-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "true")
        == 0;
  }

  private static List<String> java() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--"))
            .toList());
    command.addAll(
        List.of(
            "-Xmx192m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path")));
    return command;
  }

  /** The exit code, or -1 where there is no such program. */
  private static int run(String... command) throws Exception {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        System.err.println(String.join(" ", command) + ": " + said);
      }
      return exit;
    } catch (IOException e) {
      return -1;
    }
  }
}
