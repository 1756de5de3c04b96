package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void makeStore() throws Exception {
    store = directory.resolve("store");
    TestStores.ingest(
            store,
            directory.resolve("m.jsonl"),
            "{\"id\": \"red\", \"text\": \"the red boat sails\", \"time\": \"2025-01-01\", \"vector\": [1, 0], \"attributes\": {\"n\": 1}}",
            "{\"id\": \"blue\", \"text\": \"the blue boat sinks\", \"time\": \"2025-02-01\", \"vector\": [0, 1], \"attributes\": {\"n\": 2}}",
            "{\"id\": \"tree\", \"text\": \"a tree\", \"time\": \"2025-03-01\", \"vector\": [0.9, 0.1]}",
            "{\"id\": \"far\", \"namespace\": \"other\", \"text\": \"another boat\", \"time\": \"2025-01-01\"}")
        .ok();
  }

  private CliRun run(Object... more) {
    var args = new Object[more.length + 3];
    args[0] = "search";
    args[1] = "--store";
    args[2] = store;
    System.arraycopy(more, 0, args, 3, more.length);
    return mneme(args);
  }

  private List<String> ids(Object... more) throws Exception {
    var args = new Object[more.length + 1];
    args[0] = "--json";
    System.arraycopy(more, 0, args, 1, more.length);
    var answers = run(args).json();
    assertThat(answers).hasSize(1);
    return ids(answers.getFirst());
  }

  private static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.get("hits").spliterator(), false)
        .map(hit -> hit.get("id").asText())
        .toList();
  }

  @Test
  void text_findsWords() throws Exception {
    assertThat(ids("boat")).containsExactlyInAnyOrder("red", "blue");
    assertThat(ids("boat", "--limit", 1)).hasSize(1);
    assertThat(ids("boat", "--limit", 0)).isEmpty();
    assertThat(ids("boat", "--everywhere")).containsExactlyInAnyOrder("red", "blue", "far");
    assertThat(ids("boat", "--namespace", "other")).containsExactly("far");
    assertThat(ids("boat", "--filter", "n = 2")).containsExactly("blue");
    assertThat(ids("boat", "--from", "2025-01-15")).containsExactly("blue");
    assertThat(ids("boat", "--to", "2025-02-01")).containsExactly("red");
    assertThat(ids("boat", "--limit", 1, "--offset", 1))
        .hasSize(1)
        .isNotEqualTo(ids("boat", "--limit", 1));
    assertThat(ids("several", "words", "sinks")).containsExactly("blue");
  }

  @Test
  void vector_findsMeaning() throws Exception {
    var file = Files.writeString(directory.resolve("v.json"), "[0, 1]\n");

    assertThat(ids("--vector", "[1, 0]")).containsExactly("red", "tree", "blue");
    assertThat(ids("--vector", file)).startsWith("blue");
    assertThat(ids("boat", "--vector", "[1, 0]", "--legs", "vector"))
        .containsExactly("red", "tree", "blue");
    assertThat(ids("boat", "--vector", "[1, 0]", "--legs", "text"))
        .containsExactlyInAnyOrder("red", "blue");
    assertThat(ids("--vector", "[1, 0]", "--min-relevance", "0.9")).containsExactly("red", "tree");
  }

  @Test
  void legsWeightsAndFusion_areTaken() throws Exception {
    assertThat(ids("boat", "--legs", "time")).containsExactly("tree", "blue", "red");
    assertThat(ids("sinks", "--vector", "[1, 0]", "--weights", "text=0.01,vector=1"))
        .startsWith("red");
    assertThat(ids("sinks", "--vector", "[1, 0]", "--weights", "1,0.01")).startsWith("blue");
    assertThat(ids("sinks", "--vector", "[0, 1]", "--fusion", "relative")).startsWith("blue");
    assertThat(ids("boat", "--recency-half-life", "30d")).containsExactly("blue", "red");
    assertThat(ids("--vector", "[1, 0]", "--diversity", "0.3")).startsWith("red").hasSize(3);
    assertThat(ids("+boat -sinks", "--syntax")).containsExactly("red");
  }

  @Test
  void json_hasTheStatedForm() throws Exception {
    var answer =
        run("red", "--vector", "[1, 0]", "--json", "--explain", "--limit", 1).json().getFirst();

    assertThat(answer.get("query").asText()).isEqualTo("red");
    assertThat(answer.get("tookMicros").isIntegralNumber()).isTrue();
    assertThat(answer.get("explanation").get("legs")).isNotEmpty();
    var hit = answer.get("hits").get(0);
    assertThat(hit.get("id").asText()).isEqualTo("red");
    assertThat(hit.get("namespace").asText()).isEqualTo("default");
    assertThat(hit.get("score").isNumber()).isTrue();
    assertThat(hit.get("relevance").asDouble()).isEqualTo(1);
    assertThat(hit.get("legs").get("text").asInt()).isEqualTo(1);
    assertThat(hit.get("legs").get("vector").asInt()).isEqualTo(1);
    assertThat(hit.get("text").asText()).isEqualTo("the red boat sails");
    assertThat(hit.get("time").asText()).isEqualTo("2025-01-01T00:00:00Z");
  }

  @Test
  void readable_hasRankTextAndTime() {
    var out = run("sinks", "--explain").ok().out();

    assertThat(out)
        .contains(" 1. 2025-02-01T00:00:00Z  blue")
        .contains("    the blue boat sinks")
        .contains("1 hit in ")
        .contains("TEXT");
    assertThat(run("nowhere").ok().out()).startsWith("nothing found in ");
  }

  @Test
  void queries_areAnsweredInOrderEachWithItsOwnSettings() throws Exception {
    var queries =
        Files.writeString(
            directory.resolve("q.jsonl"),
            """
            {"id": "q1", "text": "boat", "relevant": {"red": 1}, "category": 3}
            {"id": "q2", "text": "boat", "namespace": "other"}
            {"id": "q3", "vector": [0, 1], "limit": 1}
            {"id": "q4", "text": "boat", "filter": "n = 1"}
            {"text": "boat", "from": "2025-01-15", "to": "2025-02-15"}
            """);

    var answers = run("--queries", queries, "--json", "--limit", 5).json();

    assertThat(answers)
        .extracting(a -> a.get("query").asText())
        .containsExactly("q1", "q2", "q3", "q4", "5");
    assertThat(ids(answers.get(0))).containsExactlyInAnyOrder("red", "blue");
    assertThat(ids(answers.get(1))).containsExactly("far");
    assertThat(ids(answers.get(2))).containsExactly("blue");
    assertThat(ids(answers.get(3))).containsExactly("red");
    assertThat(ids(answers.get(4))).containsExactly("blue");
    assertThat(answers).allSatisfy(a -> assertThat(a.get("tookMicros").asLong()).isNotNegative());
    assertThat(run("--queries", queries).ok().out()).contains("q1\n").contains("q2\n");
  }

  @Test
  void badQueryLine_isNamed() throws Exception {
    var queries =
        Files.writeString(
            directory.resolve("q.jsonl"), "{\"text\": \"a\"}\n{\"text\": \"a\", \"limit\": -1}\n");

    assertThat(run("--queries", queries, "--json").failure())
        .isEqualTo("mneme: " + queries + " line 2: the limit must not be negative: -1");
  }

  @Test
  void refusedQuery_isNamed() throws Exception {
    var queries =
        Files.writeString(
            directory.resolve("q.jsonl"), "{\"text\": \"a\"}\n{\"vector\": [1, 2, 3]}\n");

    assertThat(run("--queries", queries, "--json").failure())
        .startsWith("mneme: " + queries + " line 2: ");
  }
}
