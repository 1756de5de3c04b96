package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCommandTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void nameStore() {
    store = directory.resolve("store");
  }

  private JsonNode ingest(Object... more) throws Exception {
    var args = new ArrayList<Object>();
    args.add("ingest");
    args.add("--store");
    args.add(store);
    args.add("--embedder");
    args.add("none");
    args.add("--json");
    args.addAll(java.util.Arrays.asList(more));
    var lines = mneme(args.toArray()).json();
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private Path write(String name, String content) throws Exception {
    return Files.writeString(directory.resolve(name), content);
  }

  private long sequence() throws Exception {
    return mneme("stats", "--store", store, "--json").json().getFirst().get("sequence").asLong();
  }

  private static void assertCounts(JsonNode report, int added, int replaced, int unchanged) {
    assertThat(report.get("added").asInt()).as(report.toString()).isEqualTo(added);
    assertThat(report.get("replaced").asInt()).as(report.toString()).isEqualTo(replaced);
    assertThat(report.get("unchanged").asInt()).as(report.toString()).isEqualTo(unchanged);
  }

  @Test
  void sameFileTwice_changesNothing() throws Exception {
    var file =
        write(
            "m.jsonl",
            """
            {"id": "a", "text": "with id and time", "time": "2025-01-01"}
            {"text": "with neither"}
            {"text": "with neither"}
            {"text": "own vector", "vector": [0.1, 0.2], "attributes": {"k": [1, 2.5, true, {"$time": 0}]}}
            {"namespace": "other", "text": "elsewhere", "expires": "2999-01-01"}
            """);

    assertCounts(ingest(file), 5, 0, 0);
    long before = sequence();
    assertCounts(ingest(file), 0, 0, 5);

    assertThat(sequence()).isEqualTo(before);
    assertThat(mneme("count", "--store", store, "--everywhere").ok().out()).isEqualTo("5\n");
  }

  @Test
  void changedLine_replacesItsMemory() throws Exception {
    ingest(
        write(
            "m.jsonl",
            "{\"id\": \"a\", \"text\": \"old\"}\n{\"id\": \"b\", \"text\": \"same\"}\n"));

    assertCounts(
        ingest(
            write(
                "m.jsonl",
                "{\"id\": \"a\", \"text\": \"new\"}\n{\"id\": \"b\", \"text\": \"same\"}\n")),
        0,
        1,
        1);

    assertThat(mneme("get", "--store", store, "a").ok().out())
        .contains("new")
        .doesNotContain("old");
    assertThat(mneme("history", "--store", store, "a", "--json").json()).hasSize(2);
  }

  @Test
  void idTwiceInOneFile_keepsTheLaterLine() throws Exception {
    var report =
        ingest(
            write(
                "m.jsonl",
                "{\"id\": \"a\", \"text\": \"first\"}\n{\"id\": \"a\", \"text\": \"second\"}\n"));

    assertCounts(report, 1, 1, 0);
    assertThat(mneme("get", "--store", store, "a").ok().out()).contains("second");
  }

  @Test
  void badLines_areSkippedWithTheirReasonsAndTheOthersGoIn() throws Exception {
    var file =
        write(
            "m.jsonl",
            """
            {"id": "a", "text": "fine", "vector": [1, 0]}
            {"id": "b", "text": "fine", "vector": [1, 0, 0]}

            not json
            {"id": "c", "text": ""}
            {"id": "d", "text": "fine", "vector": [0, 1]}
            """);

    var report = ingest(file);

    assertCounts(report, 2, 0, 0);
    assertThat(report.get("skipped").asInt()).isEqualTo(3);
    assertThat(report.get("skips"))
        .extracting(skip -> skip.get("line").asInt())
        .containsExactly(2, 4, 5);
    assertThat(report.get("skips"))
        .extracting(skip -> skip.get("reason").asText())
        .satisfiesExactly(
            reason ->
                assertThat(reason)
                    .isEqualTo("the vector has 3 dimensions, those of the store have 2"),
            reason -> assertThat(reason).startsWith("bad JSON at column "),
            reason -> assertThat(reason).isEqualTo("memory 'c' has neither text nor vector"));
    assertThat(mneme("ingest", "--store", store, file).ok().out())
        .contains("2 unchanged, 3 skipped")
        .contains("skipped " + file + " line 4: bad JSON at column ");
  }

  @Test
  void strict_stopsAtTheFirstBadLineAndKeepsTheLinesBefore() throws Exception {
    var file =
        write(
            "m.jsonl",
            "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\"}\n{\"id\": \"c\", \"text\": \"x\"}\n");

    var run = mneme("ingest", "--store", store, "--embedder", "none", "--strict", file);

    assertThat(run.failure())
        .isEqualTo("mneme: " + file + " line 2: there is neither a text nor a vector");
    assertThat(mneme("list", "--store", store, "--json").json())
        .extracting(memory -> memory.get("id").asText())
        .containsExactly("a");
  }

  @Test
  void onlyBadLines_areAnError() throws Exception {
    var file = write("m.jsonl", "nonsense\n");

    assertThat(mneme("ingest", "--store", store, "--embedder", "none", file).failure())
        .startsWith(
            "mneme: nothing was ingested, the only line is bad; "
                + file
                + " line 1: bad JSON at column ");
  }

  @Test
  void moreThanABatchOverManyNamespaces_goesIn() throws Exception {
    var lines = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      lines.append(
          "{\"namespace\": \"n%d\", \"id\": \"%d\", \"text\": \"number %d\"}\n"
              .formatted(i % 3, i, i));
    }

    assertCounts(ingest(write("m.jsonl", lines.toString())), 700, 0, 0);

    assertThat(mneme("namespaces", "--store", store, "--json").json())
        .extracting(line -> line.get("memories").asInt())
        .containsExactly(234, 233, 233);
  }

  @Test
  void expiredLine_isLeftOut() throws Exception {
    var report =
        ingest(
            write(
                "m.jsonl",
                "{\"id\": \"a\", \"text\": \"x\", \"expires\": \"2020-01-01\"}\n{\"id\": \"b\", \"text\": \"x\"}\n"));

    assertCounts(report, 1, 0, 0);
    assertThat(report.get("expired").asInt()).isEqualTo(1);
  }

  @Test
  void expiryInThePast_endsAMemoryThatIsThere() throws Exception {
    ingest(write("m.jsonl", "{\"id\": \"a\", \"text\": \"x\"}\n"));

    assertCounts(
        ingest(write("m.jsonl", "{\"id\": \"a\", \"text\": \"x\", \"expires\": \"2020-01-01\"}\n")),
        0,
        1,
        0);

    assertThat(mneme("count", "--store", store).ok().out()).isEqualTo("0\n");
  }

  @Test
  void markdown_becomesChunksWithPathAndHeadingAndFileTime() throws Exception {
    var file =
        write(
            "guide.md",
            "# Guide\n\n## Install\n\nRun the installer.\n\n## Use\n\nAsk it anything.\n");
    var time = Instant.parse("2024-02-03T04:05:06Z");
    Files.setLastModifiedTime(file, FileTime.from(time));

    ingest(file);

    var chunks =
        mneme("list", "--store", store, "--json", "--filter", "path = '" + file.toRealPath() + "'")
            .json();
    assertThat(chunks)
        .extracting(chunk -> chunk.get("attributes").get("heading").asText())
        .contains("Guide > Install", "Guide > Use");
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(chunk.get("time").asText()).isEqualTo(time.toString()));
    assertThat(chunks)
        .extracting(chunk -> chunk.get("attributes").get("chunk").asInt())
        .contains(0);
  }

  @Test
  void changedDocument_replacesItsChunksAndNothingElse() throws Exception {
    var changing = write("a.txt", paragraphs("alpha", "beta", "gamma"));
    var other = write("b.txt", paragraphs("delta"));
    var first = ingest(directory.resolve("a.txt"), other);
    assertThat(first.get("removed").asInt()).isZero();
    long before =
        mneme("count", "--store", store, "--json").json().getFirst().get("count").asLong();

    Files.writeString(changing, paragraphs("alpha", "gamma"));
    var report = ingest(changing, other);

    assertThat(report.get("removed").asInt()).isPositive();
    assertThat(report.get("unchanged").asInt()).isPositive();
    assertThat(mneme("search", "--store", store, "beta").ok().out()).startsWith("nothing found");
    assertThat(mneme("search", "--store", store, "gamma").ok().out()).contains("gamma");
    assertThat(mneme("search", "--store", store, "delta").ok().out()).contains("delta");
    assertThat(mneme("count", "--store", store, "--json").json().getFirst().get("count").asLong())
        .isLessThan(before);

    long sequence = sequence();
    ingest(changing, other);
    assertThat(sequence()).isEqualTo(sequence);
  }

  /** Paragraphs of some 700 characters, so that each is a chunk. */
  private static String paragraphs(String... words) {
    var text = new StringBuilder();
    for (var word : words) {
      text.append((word + " something about it. ").repeat(25)).append("\n\n");
    }
    return text.toString();
  }

  @Test
  void emptiedDocument_losesItsChunks() throws Exception {
    var file = write("a.txt", "something");
    ingest(file);

    Files.writeString(file, "");

    assertThat(ingest(file).get("removed").asInt()).isEqualTo(1);
    assertThat(mneme("count", "--store", store).ok().out()).isEqualTo("0\n");
  }

  @Test
  void directory_isTakenRecursively() throws Exception {
    Files.createDirectories(directory.resolve("docs/deep"));
    write("docs/a.md", "one");
    write("docs/deep/b.txt", "two");
    write("docs/deep/c.jsonl", "{\"text\": \"three\"}");
    write("docs/deep/d.pdf", "four");

    assertCounts(ingest(directory.resolve("docs")), 3, 0, 0);
  }

  @Test
  void otherEmbedder_isRefusedByName() throws Exception {
    var file = write("m.jsonl", "{\"text\": \"x\"}\n");
    ingest(file);

    assertThat(mneme("ingest", "--store", store, "--embedder", "minilm", file).failure())
        .isEqualTo(
            "mneme: "
                + store
                + ": this store was made with --embedder none and keeps it; minilm is another one");
  }
}
