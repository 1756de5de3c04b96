package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandsTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void makeStore() throws Exception {
    store = directory.resolve("store");
    TestStores.ingest(
            store,
            directory.resolve("m.jsonl"),
            "{\"id\": \"a\", \"text\": \"the red boat\", \"time\": \"2025-01-01\", \"vector\": [1, 0],"
                + " \"attributes\": {\"n\": 1, \"when\": {\"$time\": \"2025-01-01T00:00:00Z\"}}}",
            "{\"id\": \"b\", \"text\": \"the blue boat\", \"time\": \"2025-02-01\", \"vector\": [0, 1], \"attributes\": {\"n\": 2,"
                + " \"doc\": {\"$json\": \"{\\\"a\\\": [1.10, null]}\"}}}",
            "{\"id\": \"c\", \"text\": \"a tree 🌳\", \"time\": \"2025-03-01\", \"vector\": [0.1, 0.3], \"expires\": \"2999-01-01\"}",
            "{\"id\": \"a\", \"namespace\": \"other\", \"text\": \"another boat\", \"time\": \"2025-01-01\"}")
        .ok();
  }

  private CliRun run(String command, Object... more) {
    var args = new Object[more.length + 3];
    args[0] = command;
    args[1] = "--store";
    args[2] = store;
    System.arraycopy(more, 0, args, 3, more.length);
    return mneme(args);
  }

  @Test
  void get_printsOneOrFails() throws Exception {
    assertThat(run("get", "a").ok().out())
        .contains("the red boat")
        .contains("n = 1")
        .contains("vector of 2 dimensions");
    assertThat(run("get", "a", "--everywhere", "--json").json())
        .extracting(memory -> memory.get("namespace").asText())
        .containsExactly("default", "other");
    assertThat(run("get", "--namespace", "other", "c").failure())
        .isEqualTo("mneme: no memory 'c' in namespace 'other'");
    assertThat(run("get", "--everywhere", "zzz").failure())
        .isEqualTo("mneme: no memory 'zzz' in any namespace");
  }

  @Test
  void list_isByTimeInPagesAndBounds() throws Exception {
    assertThat(run("list", "--json").json())
        .extracting(m -> m.get("id").asText())
        .containsExactly("c", "b", "a");
    assertThat(run("list", "--json", "--oldest", "--limit", 2).json())
        .extracting(m -> m.get("id").asText())
        .containsExactly("a", "b");
    assertThat(run("list", "--json", "--from", "2025-02-01", "--to", "2025-03-01").json())
        .extracting(m -> m.get("id").asText())
        .containsExactly("b");
    assertThat(run("list", "--json", "--filter", "n >= 1 AND NOT n = 2").json())
        .extracting(m -> m.get("id").asText())
        .containsExactly("a");
    assertThat(run("list", "--everywhere").ok().out()).hasLineCount(4).contains("other  a");
  }

  @Test
  void jsonAttributes_areShown_andRefusedInFiltersByName() {
    assertThat(run("get", "b").ok().out()).contains("doc = {\"a\": [1.10, null]}");
    assertThat(run("count", "--filter", "doc EXISTS").ok().out()).isEqualTo("1\n");
    assertThat(run("count", "--filter", "doc = 'x'").failure())
        .contains("'doc'")
        .contains("JSON")
        .contains("EXISTS");
  }

  @Test
  void count_isOfTheNamespaceOrAll() {
    assertThat(run("count").ok().out()).isEqualTo("3\n");
    assertThat(run("count", "--everywhere", "--json").ok().out()).isEqualTo("{\"count\":4}\n");
    assertThat(run("count", "--filter", "n = 2").ok().out()).isEqualTo("1\n");
    assertThat(run("count", "--namespace", "nobody").ok().out()).isEqualTo("0\n");
  }

  @Test
  void delete_takesIdsOrFilterOrAll() {
    assertThat(run("delete", "a", "zzz").ok().out()).isEqualTo("1 deleted\n");
    assertThat(run("delete", "--filter", "n = 2", "--json").ok().out())
        .isEqualTo("{\"deleted\":1}\n");
    assertThat(run("count").ok().out()).isEqualTo("1\n");
    assertThat(run("count", "--namespace", "other").ok().out())
        .as("the other side of the wall")
        .isEqualTo("1\n");
    assertThat(run("delete", "--all", "--everywhere").ok().out()).isEqualTo("2 deleted\n");
    assertThat(run("count", "--everywhere").ok().out()).isEqualTo("0\n");
  }

  @Test
  void history_showsVersionsAndDeletions() throws Exception {
    run("delete", "a").ok();

    var versions = run("history", "a", "--json").json();

    assertThat(versions)
        .extracting(version -> version.get("deleted").asBoolean())
        .containsExactly(true, false);
    assertThat(run("history", "a").ok().out()).contains(", deleted").contains("the red boat");
    assertThat(run("history", "never").failure())
        .isEqualTo("mneme: no memory 'never' in namespace 'default'");
  }

  @Test
  void export_readsBackToAnEqualStore() throws Exception {
    var first = run("export").ok().out();
    var file = directory.resolve("export.jsonl");
    run("export", "--output", file).ok();
    assertThat(Files.readString(file)).isEqualTo(first);

    var copy = directory.resolve("copy");
    mneme("ingest", "--store", copy, "--embedder", "none", file).ok();

    assertThat(mneme("export", "--store", copy).ok().out()).isEqualTo(first).hasLineCount(4);
    assertThat(run("export", "--namespace", "other").ok().out()).hasLineCount(1);
    assertThat(directory.resolve("export.jsonl.tmp")).doesNotExist();
  }

  @Test
  void statsVerifyCompactBackupAndNamespaces_say() throws Exception {
    assertThat(run("stats", "--json").json().getFirst().get("memories").asInt()).isEqualTo(4);
    assertThat(run("stats").ok().out()).contains("memories    4 in 2 namespaces");
    assertThat(run("verify", "--json").json().getFirst().get("ok").asBoolean()).isTrue();
    run("delete", "a").ok();
    assertThat(run("compact", "--json").json().getFirst().get("bytesAfter").asLong()).isPositive();
    assertThat(run("namespaces").ok().out()).isEqualTo("         2  default\n         1  other\n");

    var target = directory.resolve("backup");
    assertThat(run("backup", target).ok().out()).isEqualTo("3 memories copied to " + target + "\n");
    assertThat(mneme("export", "--store", target).ok().out()).isEqualTo(run("export").ok().out());
  }
}
