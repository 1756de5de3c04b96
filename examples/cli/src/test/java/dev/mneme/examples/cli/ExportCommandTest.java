package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an export may be written, and what becomes of what is there. */
class ExportCommandTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void makeStore() throws Exception {
    store = directory.resolve("store");
    TestStores.ingest(store, directory.resolve("m.jsonl"), "{\"id\": \"a\", \"text\": \"boat\"}")
        .ok();
  }

  private CliRun export(Path target) {
    return mneme("export", "--store", store, "--output", target);
  }

  private static Map<Path, String> tree(Path root) throws IOException {
    var files = new TreeMap<Path, String>();
    try (var all = Files.walk(root)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            file, Files.size(file) + " " + java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void newFile_isForItsOwnerOnly_andNothingElseIsLeft() throws Exception {
    var target = directory.resolve("out.jsonl");

    assertThat(export(target).ok().out()).isEmpty();

    assertThat(Files.readString(target)).contains("boat");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void fileThatIsThere_isReplacedAndKeepsItsReaders() throws Exception {
    var target = Files.writeString(directory.resolve("out.jsonl"), "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));

    export(target).ok();

    assertThat(Files.readString(target)).contains("boat").doesNotContain("old");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void filesWithTheNameOfATemporaryOne_areLeftAlone() throws Exception {
    var victim = Files.writeString(directory.resolve("victim"), "precious");
    Files.createSymbolicLink(directory.resolve("out.jsonl.tmp"), victim);
    var other = Files.writeString(directory.resolve("other.jsonl.tmp"), "mine");

    export(directory.resolve("out.jsonl")).ok();
    export(directory.resolve("other.jsonl")).ok();

    assertThat(Files.readString(victim)).isEqualTo("precious");
    assertThat(Files.isSymbolicLink(directory.resolve("out.jsonl.tmp"))).isTrue();
    assertThat(Files.readString(other)).isEqualTo("mine");
  }

  @Test
  void links_areRefused() throws Exception {
    var victim = Files.writeString(directory.resolve("victim"), "precious");
    var link = Files.createSymbolicLink(directory.resolve("link"), victim);
    var dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("no"));
    var device = Files.createSymbolicLink(directory.resolve("device"), Path.of("/dev/null"));

    for (var path : new Path[] {link, dangling, device}) {
      assertThat(export(path).failure())
          .isEqualTo("mneme: " + path + " is a symbolic link; name the file that it leads to");
      assertThat(Files.isSymbolicLink(path)).isTrue();
    }
    assertThat(Files.readString(victim)).isEqualTo("precious");
    assertThat(directory.resolve("no")).doesNotExist();
  }

  @Test
  void placesInsideTheStore_areRefused() throws Exception {
    var before = tree(store.resolve("log"));
    var log = before.keySet().iterator().next();
    var link = Files.createSymbolicLink(directory.resolve("alias"), store);

    for (var path :
        new Path[] {
          log,
          store.resolve("out.jsonl"),
          store.resolve("views/out.jsonl"),
          link.resolve("log").resolve(log.getFileName()),
          directory.resolve("m/../store/x.jsonl")
        }) {
      if (path.getParent().toString().contains("m/")) {
        Files.createDirectory(directory.resolve("m"));
      }
      assertThat(export(path).failure()).contains("is inside the store");
      assertThat(mneme("backup", "--store", store, path).failure()).contains("is inside the store");
    }
    assertThat(tree(store.resolve("log"))).isEqualTo(before);
    assertThat(mneme("verify", "--store", store).ok().out()).contains("all well");
  }

  @Test
  void devicesAndPipes_areWrittenToAndStay() throws Exception {
    assertThat(export(Path.of("/dev/null")).ok().out()).isEmpty();
    assertThat(Files.isRegularFile(Path.of("/dev/null"), LinkOption.NOFOLLOW_LINKS)).isFalse();

    var pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (var end = new RandomAccessFile(pipe.toFile(), "rw")) {
      export(pipe).ok();
      var buffer = new byte[1_000];
      assertThat(new String(buffer, 0, end.read(buffer), java.nio.charset.StandardCharsets.UTF_8))
          .contains("boat");
    }
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void directoryOrMissingPlace_isOneClearLine() {
    assertThat(export(directory).failure()).contains("is a directory");
    assertThat(export(directory.resolve("no/where.jsonl")).failure()).contains("no/where.jsonl");
  }
}
