package dev.mneme.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars of a release, as the profile {@code release} makes them. */
@Tag("soak")
class ReleaseTest {
  private static final Set<String> NOT_COPIED = Set.of("target", ".git");

  @TempDir private Path directory;

  /** Javadoc with an error, or a warning, fails the build. */
  @Test
  void everyJar_hasItsSourcesAndJavadoc_andTwoBuildsAreEqual() throws Exception {
    var here = directory.resolve("first");
    var there = directory.resolve("elsewhere/second");
    copy(Artifacts.ROOT, here);
    copy(here, there);

    var first = build(here);
    var second = build(there);

    assertThat(first.keySet())
        .containsAll(
            Artifacts.published().stream()
                .flatMap(
                    artifact ->
                        List.of("", "-sources", "-javadoc").stream()
                            .map(kind -> artifact + "-" + Artifacts.version() + kind + ".jar"))
                .toList());
    assertThat(second).isEqualTo(first);
  }

  /** Jars by name, with their digests. */
  private static SortedMap<String, String> build(Path tree) throws Exception {
    Child.mvn(
        tree,
        List.of(
            "-Prelease",
            "-Dquick",
            "-DskipTests",
            "-pl",
            String.join(",", Artifacts.modules()),
            "package"));
    var jars = new TreeMap<String, String>();
    for (var module : Artifacts.modules()) {
      try (var files = Files.newDirectoryStream(tree.resolve(module).resolve("target"), "*.jar")) {
        for (var jar : files) {
          var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
          jars.put(jar.getFileName().toString(), HexFormat.of().formatHex(digest));
        }
      }
    }
    return jars;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_COPIED.contains(directory.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
