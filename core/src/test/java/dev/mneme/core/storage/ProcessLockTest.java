package dev.mneme.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a store against whatever else happens to its directory. */
class ProcessLockTest {
  @TempDir private Path temporary;
  private final Storage storage = Storage.system();

  private Path lockFile() throws IOException {
    return Files.createDirectories(temporary.resolve("store")).resolve("lock");
  }

  /** POSIX drops the lock of a process when it closes any descriptor of the file. */
  @Test
  void copyingTheDirectory_keepsOtherProcessesAway() throws Exception {
    var file = lockFile();
    try (var lock = storage.lock(file)) {
      copy(file.getParent(), temporary.resolve("copy"));
      Files.readAllBytes(file);
      assertThat(child(file)).contains("another process has the store open");
      lock.check();
    }
    assertThat(child(file)).isEqualTo("locked");
  }

  @Test
  void copy_canBeOpenedWhileTheOriginalIsOpen() throws Exception {
    var file = lockFile();
    try (var lock = storage.lock(file)) {
      copy(file.getParent(), temporary.resolve("copy"));
      assertThat(child(temporary.resolve("copy").resolve("lock"))).isEqualTo("locked");
      try (var other = storage.lock(temporary.resolve("copy").resolve("lock"))) {
        other.check();
        lock.check();
      }
    }
  }

  @Test
  void deletedLockFile_keepsOtherProcessesAway() throws Exception {
    var file = lockFile();
    try (var lock = storage.lock(file)) {
      Files.delete(file);
      assertThat(child(file)).contains("another process has the store open");
      lock.check();
    }
  }

  @Test
  void renamedDirectory_isStillLocked() throws Exception {
    var file = lockFile();
    try (var _ = storage.lock(file)) {
      var moved = Files.move(file.getParent(), temporary.resolve("moved")).resolve("lock");
      Files.readAllBytes(moved);
      assertThat(child(moved)).contains("another process has the store open");
      assertThatThrownBy(() -> storage.lock(moved))
          .hasMessageContaining("another engine in this process has the store open");
    }
  }

  @Test
  void deletedOrReplacedNote_isNoticedByTheOwner() throws Exception {
    var file = lockFile();
    var note = LockOwner.path(file);
    try (var lock = storage.lock(file)) {
      Files.delete(note);
      assertThatThrownBy(lock::check)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("lock.owner");
      LockOwner.write(note);
      assertThatThrownBy(lock::check).isInstanceOf(IOException.class);
    }
    assertThat(note).exists(); // somebody else's
  }

  @Test
  void secondClassLoader_isRefusedAndHarmsNothing() throws Exception {
    var file = lockFile();
    try (var lock = storage.lock(file)) {
      for (int i = 0; i < 3; i++) {
        assertThat(lockOfAnotherClassLoader(file))
            .contains("another engine in this process has the store open");
      }
      lock.check();
      assertThat(child(file)).contains("another process has the store open");
    }
    assertThat(lockOfAnotherClassLoader(file)).isEqualTo("locked");
  }

  @Test
  void noteThatIsGone_secondClassLoaderIsRefusedWithATypedError() throws Exception {
    var file = lockFile();
    try (var _ = storage.lock(file)) {
      Files.delete(LockOwner.path(file));
      assertThat(lockOfAnotherClassLoader(file))
          .contains("another engine in this process has the store open");
    }
  }

  @Test
  void killedOwner_leavesANoteThatCountsForNothing() throws Exception {
    var file = lockFile();
    assertThat(child(file, "halt")).isEqualTo("locked");
    assertThat(LockOwner.path(file)).exists();
    storage.lock(file).close();
    assertThat(LockOwner.path(file)).doesNotExist();
  }

  /** Its parent has become a program that does not ask after its children. */
  @Test
  void killedOwnerThatNobodyHasReaped_countsForNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc");
    var file = lockFile();
    var shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "'" + String.join("' '", command(file, "halt")) + "'" + " & exec sleep 120")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(shell.inputReader().readLine()).isEqualTo("locked");
      long start = System.nanoTime();
      while (true) {
        try {
          storage.lock(file).close();
          break;
        } catch (Storage.Held e) { // it is about to end
          assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
        }
      }
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  void numberThatAnotherProcessHasNow_countsForNothing() throws Exception {
    var file = lockFile();
    var note = LockOwner.path(file);
    var owner = LockOwner.write(note);
    assertThat(owner.standing()).isEqualTo(LockOwner.Standing.OURS);
    assertThatThrownBy(() -> storage.lock(file)).isInstanceOf(IOException.class);
    var text = Files.readString(note);
    // In place, so that it stays the same file.
    Files.writeString(note, text.replaceFirst("born=.*", "born=1"));
    storage.lock(file).close();
  }

  @Test
  void ownerOfAnotherBootOrContainer_isLeftToTheKernel() throws Exception {
    var file = lockFile();
    var note = LockOwner.path(file);
    LockOwner.write(note);
    Files.writeString(note, Files.readString(note).replaceFirst("kernel=.*", "kernel=other"));
    try (var lock = storage.lock(file)) {
      lock.check();
      assertThat(child(file)).contains("another process has the store open");
    }
  }

  @Test
  void damagedNotes_countForNothing() throws Exception {
    var file = lockFile();
    var note = LockOwner.path(file);
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      var bytes = new byte[random.nextInt(300)];
      if (random.nextBoolean()) {
        var text = "pid=1\nborn=x\nfile=y\nnonce=z\n".getBytes(StandardCharsets.UTF_8);
        bytes = java.util.Arrays.copyOf(text, random.nextInt(text.length + 5));
      } else {
        random.nextBytes(bytes);
      }
      Files.write(note, bytes);
      try (var lock = storage.lock(file)) {
        lock.check();
      } catch (IOException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void readers_keepWritersAwayAndLeaveNoTrace() throws Exception {
    var file = lockFile();
    storage.lockForReading(file).close();
    assertThat(file.getParent()).isEmptyDirectory();
    storage.lock(file).close();
    try (var _ = storage.lockForReading(file)) {
      assertThat(child(file)).contains("another process has the store open");
    }
    try (var _ = storage.lock(file)) {
      assertThatThrownBy(() -> storage.lockForReading(file)).isInstanceOf(IOException.class);
      assertThat(child(file, "read")).contains("another process has the store open");
    }
    assertThat(child(file, "read")).isEqualTo("locked");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var entries = Files.list(from)) {
      for (var entry : entries.toList()) {
        Files.copy(entry, to.resolve(entry.getFileName()));
      }
    }
  }

  private static String lockOfAnotherClassLoader(Path file) throws Exception {
    var urls = new ArrayList<URL>();
    for (var entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (var loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      var type = loader.loadClass(Child.class.getName());
      assertThat(type).isNotSameAs(Child.class);
      var attempt = type.getDeclaredMethod("attempt", String.class, String.class);
      attempt.setAccessible(true);
      return String.valueOf(attempt.invoke(null, file.toString(), ""));
    } catch (InvocationTargetException e) {
      return "untyped: " + e.getCause();
    }
  }

  private static List<String> command(Path file, String... how) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.add(file.toString());
    command.addAll(List.of(how));
    return command;
  }

  private static String child(Path file, String... how) throws Exception {
    var process =
        new ProcessBuilder(command(file, how))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      process.waitFor();
    }
  }

  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      System.out.println(attempt(arguments[0], arguments.length > 1 ? arguments[1] : ""));
      System.out.flush();
    }

    static String attempt(String file, String how) {
      var path = Path.of(file);
      try (var lock =
          how.equals("read")
              ? Storage.system().lockForReading(path)
              : Storage.system().lock(path)) {
        lock.check();
        if (how.equals("halt")) {
          System.out.println("locked");
          System.out.flush();
          Runtime.getRuntime().halt(0);
        }
        return "locked";
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }
}
