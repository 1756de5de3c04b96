package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is ingested again and again while its files come, go and change. */
class IngestDirectoryTest {
  @TempDir Path directory;
  private Path store;
  private Path docs;

  @BeforeEach
  void makeDirectory() throws IOException {
    store = directory.resolve("store");
    docs = Files.createDirectory(directory.resolve("docs"));
  }

  private CliRun run(Object... more) {
    var arguments =
        new ArrayList<Object>(List.of("ingest", "--store", store, "--embedder", "none"));
    arguments.addAll(List.of(more));
    return mneme(arguments.toArray());
  }

  private JsonNode ingest(Object... more) throws Exception {
    var arguments = new ArrayList<Object>(List.of("--json"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray()).json().getFirst();
  }

  private Path write(String name, String text) throws IOException {
    var file = docs.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<String> found(String words) throws Exception {
    var hits =
        mneme("search", "--store", store, words, "--json", "--limit", 100)
            .json()
            .getFirst()
            .get("hits");
    return StreamSupport.stream(hits.spliterator(), false)
        .map(hit -> docs.relativize(Path.of(hit.get("attributes").get("path").asText())).toString())
        .sorted()
        .toList();
  }

  @Test
  void removedFile_isNotFoundAnyMore() throws Exception {
    write("a.txt", "apples");
    var b = write("b.txt", "bananas");
    ingest(docs);

    Files.delete(b);
    var report = ingest(docs);

    assertThat(report.get("removed").asInt()).isEqualTo(1);
    assertThat(report.get("vanished").asInt()).isEqualTo(1);
    assertThat(found("bananas")).isEmpty();
    assertThat(found("apples")).containsExactly("a.txt");
    Files.delete(docs.resolve("a.txt"));
    assertThat(run(docs).ok().out()).contains("removed, for it is gone: " + docs.resolve("a.txt"));
    assertThat(found("apples")).isEmpty();
  }

  @Test
  void renamedFile_isFoundOnceByItsNewName() throws Exception {
    var a = write("sub/a.txt", "apples");
    ingest(docs);

    Files.move(a, docs.resolve("b.txt"));
    ingest(docs);

    assertThat(found("apples")).containsExactly("b.txt");
  }

  @Test
  void whatShouldStay_stays() throws Exception {
    var a = write("a.txt", "apples");
    write("in/b.txt", "bananas");
    write("other/c.txt", "cherries");
    Files.writeString(
        directory.resolve("own.jsonl"),
        "{\"id\": \"own\", \"text\": \"own\", \"attributes\": {\"path\": \""
            + docs
            + "/gone.txt\", \"chunk\": 0}}");
    ingest(docs, directory.resolve("own.jsonl"));

    Files.delete(a);
    assertThat(ingest("--keep-vanished", docs).get("removed").asInt()).isZero();
    assertThat(found("apples")).containsExactly("a.txt");

    // A file by itself, another directory and one whose name begins alike say nothing of the rest.
    Files.createDirectory(directory.resolve("docs2"));
    Files.writeString(directory.resolve("docs2/d.txt"), "dates");
    assertThat(
            ingest(docs.resolve("in/b.txt"), docs.resolve("other"), directory.resolve("docs2"))
                .get("removed")
                .asInt())
        .isZero();
    assertThat(found("apples")).containsExactly("a.txt");

    // Nor does being ignored mean being gone.
    Files.writeString(docs.resolve(".gitignore"), "in/\n");
    var report = ingest(docs);
    assertThat(report.get("removed").asInt()).isEqualTo(1);
    assertThat(found("apples")).isEmpty();
    assertThat(found("bananas")).containsExactly("in/b.txt");
    assertThat(mneme("get", "--store", store, "own").ok().out()).contains("own");
  }

  @Test
  void directoryThatCannotBeRead_losesNothing() throws Exception {
    write("a.txt", "apples");
    write("in/b.txt", "bananas");
    ingest(docs);

    var in = docs.resolve("in");
    var rights = Files.getPosixFilePermissions(in);
    Files.setPosixFilePermissions(in, java.util.Set.of());
    try {
      org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(in), "root reads everything");
      var report = ingest(docs);
      assertThat(report.get("removed").asInt()).isZero();
      assertThat(report.get("skips").get(0).get("source").asText()).isEqualTo(in.toString());
    } finally {
      Files.setPosixFilePermissions(in, rights);
    }
    assertThat(found("bananas")).containsExactly("in/b.txt");
  }

  @Test
  void fileThatBecomesADirectory_isGone() throws Exception {
    var a = write("a.txt", "apples");
    write("d/b.txt", "bananas");
    ingest(docs);

    Files.delete(a);
    write("a.txt/c.txt", "cherries");
    Files.delete(docs.resolve("d/b.txt"));
    Files.delete(docs.resolve("d"));
    write("d", "plain text by its content");
    ingest(docs);

    assertThat(found("apples bananas cherries")).containsExactly("a.txt/c.txt");
  }

  /** Oracle: a map of what stands in the directory. */
  @Test
  void anySequenceOfChanges_leavesWhatTheDirectoryHolds() throws Exception {
    var random = new Random(15);
    var model = new TreeMap<String, String>();
    write("always.txt", "always word");
    model.put("always.txt", "always");
    for (int round = 0; round < 12; round++) {
      for (int change = 0; change < 6; change++) {
        var name =
            (random.nextBoolean() ? "" : "sub" + random.nextInt(3) + "/")
                + "f"
                + random.nextInt(6)
                + ".md";
        var file = docs.resolve(name);
        if (model.containsKey(name) && random.nextBoolean()) {
          Files.delete(file);
          model.remove(name);
        } else {
          var word = "w" + random.nextInt(1_000);
          write(name, "# Title\n\n" + word + " word");
          model.put(name, word);
        }
      }
      ingest(docs);

      assertThat(found("word"))
          .as("round %d", round)
          .containsExactlyElementsOf(new TreeSet<>(model.keySet()));
      for (var entry : model.entrySet()) {
        assertThat(found(entry.getValue())).as("round %d", round).contains(entry.getKey());
      }
    }
  }

  @Test
  void nothingToTake_failsAndMakesNoStore() throws Exception {
    write("1.html", "<p>hello</p>");
    write("2.html", "<p>hello</p>");
    assertThat(run(docs).failure())
        .isEqualTo(
            "mneme: nothing was ingested, passed over 2 .html (HTML, which is not read yet; make"
                + " Markdown or text of it): %s/1.html, %s/2.html".formatted(docs, docs));
    assertThat(store).doesNotExist();

    var empty = Files.createDirectory(directory.resolve("empty"));
    assertThat(run(empty).failure())
        .isEqualTo("mneme: nothing was ingested, there is nothing in " + empty);
    assertThat(store).doesNotExist();
    assertThat(run(write("x.jsonl", "nonsense\n")).failure()).contains("the only line is bad");
    assertThat(run(write("y.txt", "\0".repeat(5_000))).failure())
        .isEqualTo(
            "mneme: nothing was ingested, the only file is bad; %s: it is binary, not text"
                .formatted(docs.resolve("y.txt")));
    assertThat(run(write("z.txt", " \n ")).failure()).contains("nothing was ingested");
    assertThat(store).doesNotExist();
  }

  @Test
  void whatIsPassedOver_isSaid() throws Exception {
    write("a.markdown", "apples");
    write("README", "read me");
    write("n.rst", "notes");
    write("t.csv", "1,2");
    write("p.pdf", "%PDF-1.7");
    write("node_modules/m/README.md", "module");
    write(".git/COMMIT_EDITMSG", "message");

    var out = run(docs).ok().out();

    assertThat(out)
        .startsWith("3 memories, 3 added")
        .contains("passed over 1 .csv", "passed over 1 .pdf", "passed over 1 .git: ")
        .contains("passed over 1 node_modules: " + docs.resolve("node_modules"));
    assertThat(found("module message")).isEmpty();
    assertThat(ingest(docs).get("passedOver")).hasSize(4);
  }

  @Test
  void encodings_areReadAndSaid() throws Exception {
    var text = "Die Bäcker gehen über die Straße.\n";
    Files.write(docs.resolve("8.txt"), text.getBytes(StandardCharsets.UTF_8));
    Files.write(docs.resolve("16.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
    Files.write(docs.resolve("16be.txt"), text.getBytes(StandardCharsets.UTF_16BE));
    Files.write(docs.resolve("latin.txt"), text.getBytes(StandardCharsets.ISO_8859_1));
    Files.write(
        docs.resolve("win.txt"), ("“" + text + "”").getBytes(Charset.forName("windows-1252")));
    Files.write(docs.resolve("zeros.txt"), new byte[5_600]);

    var out = run(docs).ok().out();

    assertThat(out)
        .startsWith("5 memories")
        .contains("skipped " + docs.resolve("zeros.txt") + ": it is binary, not text")
        .contains(docs.resolve("latin.txt") + ": read as windows-1252")
        .contains(docs.resolve("16be.txt") + ": read as UTF-16BE")
        .doesNotContain("8.txt:");
    assertThat(found("Bäcker"))
        .containsExactly("16.txt", "16be.txt", "8.txt", "latin.txt", "win.txt");
  }

  @Test
  void linkOutOfTheTree_isNotFollowedUnlessThatIsAskedFor() throws Exception {
    var secret = Files.writeString(directory.resolve("secret.txt"), "password");
    write("a.txt", "apples");
    Files.createSymbolicLink(docs.resolve("link.txt"), secret);

    assertThat(run(docs).ok().out()).contains("passed over 1 symbolic links");
    assertThat(found("password")).isEmpty();
    ingest("--follow-links", docs);
    assertThat(found("password")).containsExactly("../secret.txt");
  }

  @Test
  void storeInsideTheDirectory_isNotTaken() throws Exception {
    store = docs.resolve("store");
    write("a.txt", "apples");
    ingest(docs);

    var report = ingest(docs);

    assertThat(report.get("added").asInt()).isZero();
    assertThat(report.get("passedOver").get(0).get("kind").asText()).isEqualTo("memory stores");
    assertThat(run(store).failure()).isEqualTo("mneme: " + store + ": is a memory store");
  }

  @Test
  void searchShowsPathAndHeading_andJsonTheAttributes() throws Exception {
    var guide = write("guide.md", "# Guide\n\n## Install\n\nRun the installer.\n");
    ingest(guide);

    assertThat(mneme("search", "--store", store, "installer").ok().out())
        .contains("\n    " + guide + "  Guide > Install\n");
    var attributes =
        mneme("search", "--store", store, "installer", "--json")
            .json()
            .getFirst()
            .get("hits")
            .get(0)
            .get("attributes");
    assertThat(attributes.get("path").asText()).isEqualTo(guide.toString());
    assertThat(attributes.get("heading").asText()).isEqualTo("Guide > Install");
    assertThat(attributes.get("chunk").asInt()).isZero();
  }
}
