package dev.mneme.examples.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir Path directory;

  private Path file(String name) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private List<Path> found(Path... paths) {
    return Sources.find(List.of(paths)).sources().stream().map(Source::path).toList();
  }

  @Test
  void directory_isWalkedSortedForKnownEndings() throws IOException {
    var c = file("sub/deep/c.TXT");
    var b = file("b.jsonl");
    var a = file("a.md");
    file("ignored.pdf");
    file("Main.java");
    var readme = file("README");
    var d = file("z.rst");

    assertThat(found(directory)).containsExactly(readme, a, b, c, d);
  }

  @Test
  void circleOfLinks_ends() throws IOException {
    var a = file("sub/a.md");
    Files.createSymbolicLink(directory.resolve("sub/loop"), directory);
    Files.createSymbolicLink(directory.resolve("self"), directory.resolve("self"));

    assertThat(found(directory)).containsExactly(a);
    var followed = Sources.find(List.of(directory), new WalkOptions(true, false));
    assertThat(followed.sources()).extracting(Source::path).containsExactly(a);
    assertThat(followed.unreadable()).extracting(Skip::source).containsExactly(directory + "/self");
  }

  @Test
  void fileThatIsReachedTwice_isTakenOnce() throws IOException {
    var a = file("a.md");
    Files.createSymbolicLink(directory.resolve("b.md"), a);

    assertThat(found(a, directory, a)).containsExactly(a);
  }

  @Test
  void missingPath_isRefused() {
    var missing = directory.resolve("missing.jsonl");

    assertThatThrownBy(() -> found(missing))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(missing + ": no such file or directory");
  }

  @Test
  void namedFileOfUnknownKind_isRefused() throws IOException {
    var pdf = file("a.pdf");

    assertThatThrownBy(() -> found(pdf))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(pdf + ": is PDF, which is not read yet; make Markdown or text of it");
  }

  @Test
  void linksOutOfTheTree_areFollowedOnlyWhereThatIsWanted() throws IOException {
    var outside = file("outside/secret.txt");
    var tree = Files.createDirectory(directory.resolve("tree"));
    var a = file("tree/a.md");
    Files.createSymbolicLink(tree.resolve("link.txt"), outside);
    Files.createSymbolicLink(tree.resolve("dir"), outside.getParent());
    Files.createSymbolicLink(tree.resolve("environ.txt"), Path.of("/proc/self/environ"));

    var found = Sources.find(List.of(tree));

    assertThat(found.sources()).extracting(Source::path).containsExactly(a);
    assertThat(found.passedOver())
        .containsExactly(
            new PassedOver(
                "symbolic links (--follow-links takes them)",
                3,
                List.of(tree + "/dir", tree + "/environ.txt", tree + "/link.txt")));
    assertThat(Sources.find(List.of(tree), new WalkOptions(true, false)).sources())
        .extracting(Source::key)
        .contains(outside.toRealPath().toString());
  }

  @Test
  void namedLink_isFollowed() throws IOException {
    var a = file("a.md");
    var link = Files.createSymbolicLink(directory.resolve("link.md"), a);
    var tree = Files.createSymbolicLink(directory.resolve("tree"), directory.resolve("sub"));
    file("sub/b.md");

    assertThat(found(link, tree)).containsExactly(link, tree.resolve("b.md"));
  }

  @Test
  void whatIsLeftAside_isCountedByKindWithTheFirstNames() throws IOException {
    for (var name :
        List.of("1.html", "2.html", "3.html", "4.HTML", "t.csv", "x.java", ".git/a.txt")) {
      file(name);
    }
    file("node_modules/p/readme.md");
    file(".gitignore");
    Files.writeString(directory.resolve(".gitignore"), "*.log\n/build/\n!keep.log\n");
    file("a.log");
    file("build/b.txt");
    var keep = file("keep.log");
    Files.write(directory.resolve("program"), new byte[5_000]);

    var found = Sources.find(List.of(directory));

    assertThat(found.sources()).extracting(Source::path).containsExactly(keep);
    assertThat(found.passedOver())
        .extracting(kind -> kind.kind().replaceAll(" \\(.*", "") + " " + kind.count())
        .containsExactlyInAnyOrder(
            ".csv 1",
            ".git 1",
            ".html 4",
            ".java 1",
            "hidden files 1",
            "ignored by .gitignore 2",
            "node_modules 1",
            "without an ending and not text 1");
    assertThat(found.passedOver())
        .filteredOn(kind -> kind.count() == 4)
        .singleElement()
        .satisfies(kind -> assertThat(kind.names()).hasSize(3));
    assertThat(Sources.find(List.of(directory), new WalkOptions(false, true)).sources()).hasSize(5);
  }

  @Test
  void rulesAboveTheNamedDirectory_holdWithinARepository() throws IOException {
    file("repo/.git/HEAD");
    file("repo/docs/private/a.txt");
    var b = file("repo/docs/b.txt");
    Files.writeString(directory.resolve("repo/.gitignore"), "docs/private\n");

    assertThat(found(directory.resolve("repo/docs"))).containsExactly(b);
    // What is named is taken.
    assertThat(found(directory.resolve("repo/docs/private"))).hasSize(1);
  }

  @Test
  void deepTreesAndOddFiles_neitherStopNorHangTheWalk() throws Exception {
    var deepest = directory;
    for (int depth = 0; depth < 900; depth++) {
      deepest = deepest.resolve("d");
    }
    Files.createDirectories(deepest);
    var deep = Files.writeString(deepest.resolve("deep.txt"), "x");
    var odd = file("new\nline\u001b[2J.txt");
    assertThat(
            new ProcessBuilder("mkfifo", directory.resolve("pipe.txt").toString())
                .start()
                .waitFor())
        .isZero();

    var found = Sources.find(List.of(directory));

    assertThat(found.sources()).extracting(Source::path).containsExactly(deep, odd);
    assertThat(found.passedOver())
        .extracting(PassedOver::kind)
        .containsExactly("devices, pipes and sockets");
    // JUnit asks for the real path of whatever it deletes, which takes long down there.
    try (var tree = Files.walk(directory.resolve("d"))) {
      for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
