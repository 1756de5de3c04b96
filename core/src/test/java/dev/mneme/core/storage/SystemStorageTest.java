package dev.mneme.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.Storage.Mode;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One contract, the real file system and the one in memory. */
class SystemStorageTest {
  @TempDir Path directory;
  private int places;

  static Stream<Storage> storages() {
    return Stream.of(Storage.system(), new FaultyStorage(1));
  }

  private Path prepare(Storage storage) throws IOException {
    var place = directory.resolve("place" + places++).resolve("a/b");
    storage.createDirectories(place);
    return place;
  }

  private static ByteBuffer bytes(int... values) {
    var bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void file_isWrittenReadMappedCutAndListed(Storage storage) throws IOException {
    var place = prepare(storage);
    var file = place.resolve("f");
    try (var out = storage.open(file, Mode.CREATE)) {
      out.write(bytes(1, 2, 3, 4), 0);
      out.write(bytes(9), 6);
      out.sync();
      assertThat(out.size()).isEqualTo(7);
      out.truncate(100);
      assertThat(out.size()).isEqualTo(7);
    }
    assertThat(storage.readFully(file)).containsExactly(1, 2, 3, 4, 0, 0, 9);
    assertThat(storage.map(file, 7).toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(1, 2, 3, 4, 0, 0, 9);
    assertThat(storage.map(file, 7).isReadOnly()).isTrue();
    try (var out = storage.open(file, Mode.WRITE)) {
      out.truncate(2);
      var direct = ByteBuffer.allocateDirect(3);
      direct.put(bytes(5, 6, 7)).flip();
      out.write(direct, 1);
      var read = ByteBuffer.allocateDirect(10);
      assertThat(out.read(read, 1)).isEqualTo(3);
      assertThat(out.read(ByteBuffer.allocate(4), 50)).isZero();
    }
    assertThat(storage.size(file)).isEqualTo(4);
    assertThat(storage.readFully(file)).containsExactly(1, 5, 6, 7);
    assertThat(storage.list(place)).containsExactly("f");
    assertThat(storage.list(place.resolveSibling("."))).containsExactly("b");
  }

  @ParameterizedTest
  @MethodSource("storages")
  void missingAndExisting_areToldApart(Storage storage) throws IOException {
    var place = prepare(storage);
    var file = place.resolve("f");
    assertThat(storage.exists(file)).isFalse();
    assertThat(storage.exists(place)).isTrue();
    assertThat(storage.list(place.resolve("nothing"))).isEmpty();
    assertThatThrownBy(() -> storage.open(file, Mode.READ)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.delete(file)).isInstanceOf(NoSuchFileException.class);
    storage.open(file, Mode.WRITE).close();
    assertThat(storage.exists(file)).isTrue();
    assertThatThrownBy(() -> storage.open(file, Mode.CREATE))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> storage.createDirectories(file))
        .isInstanceOfAny(NotDirectoryException.class, FileAlreadyExistsException.class);
  }

  @ParameterizedTest
  @MethodSource("storages")
  void renameAndTrees(Storage storage) throws IOException {
    var place = prepare(storage);
    storage.writeAtomically(place.resolve("x"), bytes(1));
    storage.writeAtomically(place.resolve("x"), bytes(2));
    storage.writeAtomically(place.resolve("y"), bytes(3));
    assertThat(storage.readFully(place.resolve("x"))).containsExactly(2);
    storage.rename(place.resolve("y"), place.resolve("x"));
    assertThat(storage.readFully(place.resolve("x"))).containsExactly(3);
    assertThat(storage.list(place)).containsExactly("x");
    storage.deleteTree(place);
    storage.deleteTree(place);
    assertThat(storage.exists(place)).isFalse();
    assertThat(storage.exists(place.resolve("x"))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void lock_isRefusedASecondTimeUntilItIsReleased(Storage storage) throws IOException {
    var file = prepare(storage).resolve("lock");
    var lock = storage.lock(file);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> storage.lock(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another engine in this process has the store open");
    }
    lock.close();
    lock.close();
    storage.lock(file).close();
  }

  @Test
  void lock_isSeenThroughLinksAndByOtherProcesses() throws Exception {
    var storage = Storage.system();
    var file = prepare(storage).resolve("lock");
    var link = Files.createSymbolicLink(directory.resolve("link"), file.getParent());
    try (var lock = storage.lock(file)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> storage.lock(link.resolve("lock"))).isInstanceOf(IOException.class);
      assertThat(otherProcess(file)).contains("another process has the store open");
    }
    assertThat(otherProcess(file)).contains("locked");
  }

  /** Tries the lock in a JVM of its own. */
  private static String otherProcess(Path file) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                LockAttempt.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.waitFor();
    }
  }

  static final class LockAttempt {
    private LockAttempt() {}

    public static void main(String[] arguments) {
      try (var lock = Storage.system().lock(Path.of(arguments[0]))) {
        System.out.println("locked " + lock.hashCode());
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void interruptedThreads_doEveryOperation() throws Exception {
    var failures = new ArrayList<Throwable>();
    var thread =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                file_isWrittenReadMappedCutAndListed(Storage.system());
                renameAndTrees(Storage.system());
                lock_isRefusedASecondTimeUntilItIsReleased(Storage.system());
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              } catch (Throwable e) {
                failures.add(e);
              }
            });
    thread.start();
    thread.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void mapping_outlivesTheFilesName() throws IOException {
    var storage = Storage.system();
    var file = prepare(storage).resolve("f");
    storage.writeAtomically(file, bytes(1, 2, 3));
    var map = storage.map(file, 3);
    storage.writeAtomically(file, bytes(4, 5, 6));
    assertThat(map.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3);
  }
}
