package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.memory.Memory;
import dev.mneme.examples.render.Terminal;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a store, a file name or an argument holds reaches a terminal raw. */
class TerminalInjectionTest {
  /** Title, screen, forged line, C1, all turns of direction, separators, delete. */
  private static final String HOSTILE =
      "x\u001b]0;owned\u0007\u001b[2J\nmneme: all well\r\u009b1A\u0085\u007f"
          + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u2028\u2029z";

  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void makeStore() {
    store = directory.resolve("store");
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      for (var namespace : List.of(HOSTILE, MemoryEngine.DEFAULT_NAMESPACE)) {
        engine
            .namespace(namespace)
            .put(
                Memory.text("boat " + HOSTILE)
                    .id(HOSTILE)
                    .attribute("key" + HOSTILE, "value" + HOSTILE)
                    .attribute("path", "/" + HOSTILE)
                    .attribute("heading", HOSTILE)
                    .build());
      }
    }
  }

  private List<List<Object>> commands() throws Exception {
    var target = directory.resolve("t" + HOSTILE);
    var docs = Files.createDirectories(directory.resolve("docs" + HOSTILE));
    Files.writeString(docs.resolve(HOSTILE + ".txt"), "hello");
    Files.writeString(docs.resolve(HOSTILE + ".html"), "hello");
    Files.write(docs.resolve(HOSTILE + "-binary.txt"), new byte[100]);
    Files.writeString(
        docs.resolve(HOSTILE + ".jsonl"), "{\"text\": 1, \"" + "\u202e\": 2}\nx\u009b\n");
    var commands = new ArrayList<List<Object>>();
    for (var line :
        List.<Object[]>of(
            new Object[] {"search", "boat", "--explain", "--everywhere"},
            new Object[] {"search", "boat", "--filter", "a = '" + HOSTILE},
            new Object[] {"search", "--syntax", HOSTILE + "("},
            new Object[] {"get", HOSTILE, "--everywhere"},
            new Object[] {"get", HOSTILE + "?"},
            new Object[] {"list", "--everywhere"},
            new Object[] {"history", HOSTILE},
            new Object[] {"history", "no", "--namespace", HOSTILE},
            new Object[] {"namespaces"},
            new Object[] {"export"},
            new Object[] {"stats"},
            new Object[] {"verify"},
            new Object[] {"count", HOSTILE},
            new Object[] {"count", "--" + HOSTILE},
            new Object[] {"count", "--filter", HOSTILE},
            new Object[] {"backup", target},
            new Object[] {"ingest", docs},
            new Object[] {"ingest", docs.resolve(HOSTILE + "-binary.txt")},
            new Object[] {"ingest", directory.resolve(HOSTILE)},
            new Object[] {"export", "--output", directory.resolve(HOSTILE + "/x")})) {
      commands.add(List.of(line));
    }
    return commands;
  }

  @Test
  void noCommand_letsTheTerminalBeSteered() throws Exception {
    for (var command : commands()) {
      for (var extra : List.<Object>of("--json", "--debug")) {
        var arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--store", store, extra));
        var plain = mneme(arguments.toArray());
        requireHarmless(plain.out() + plain.err(), command);
        requireHarmless(withoutOurStyles(colored(arguments)), command);
        if (extra.equals("--json") && plain.status() == 0) {
          for (var line : plain.out().lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).isObject()).isTrue();
          }
        }
      }
    }
  }

  private static void requireHarmless(String output, Object command) {
    output
        .codePoints()
        .filter(c -> c != '\n' && c != '\t')
        .forEach(
            c -> assertThat(isHarmless(c)).as("U+%04X in what %s printed", c, command).isTrue());
    assertThat(output.lines()).as("%s", command).noneMatch(line -> line.startsWith("mneme: all"));
  }

  private static boolean isHarmless(int c) {
    return c >= ' '
        && (c < 0x7F || c > 0x9F)
        && c != 0x61C
        && c != 0x200E
        && c != 0x200F
        && !(c >= 0x2028 && c <= 0x202E)
        && !(c >= 0x2066 && c <= 0x2069);
  }

  private static String colored(List<Object> arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            out, new PrintStream(err, true, StandardCharsets.UTF_8), true, false, 80, true);
    Mneme.run(terminal, arguments.stream().map(Object::toString).toArray(String[]::new));
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private static String withoutOurStyles(String output) {
    return output.replaceAll("\u001b\\[(1;33|1|2|0)m", "");
  }

  @Test
  void json_holdsTheValuesThemselves() throws Exception {
    var hit =
        mneme("search", "boat", "--store", store, "--json").json().getFirst().get("hits").get(0);

    assertThat(hit.get("id").asText()).isEqualTo(HOSTILE);
    assertThat(hit.get("attributes").get("key" + HOSTILE).asText()).isEqualTo("value" + HOSTILE);
    assertThat(mneme("list", "--store", store, "--json").json().getFirst().get("text").asText())
        .isEqualTo("boat " + HOSTILE);
  }

  @Test
  void exported_isTakenInAgainAsItWas() throws Exception {
    var file = directory.resolve("out.jsonl");
    mneme("export", "--store", store, "--output", file).ok();
    var copy = directory.resolve("copy");
    mneme("ingest", "--store", copy, "--embedder", "none", file).ok();

    try (var engine = MemoryEngine.open(store, EngineOptions.defaults());
        var again = MemoryEngine.open(copy, EngineOptions.defaults())) {
      assertThat(again.namespace(HOSTILE).get(HOSTILE))
          .isEqualTo(engine.namespace(HOSTILE).get(HOSTILE));
    }
  }
}
