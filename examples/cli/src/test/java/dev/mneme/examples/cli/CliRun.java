package dev.mneme.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.examples.render.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command did when it was run in this JVM. */
record CliRun(int status, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static CliRun mneme(Object... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int status = Mneme.run(Terminal.plain(out, err), words);
    return new CliRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Expects success and nothing on the standard error. */
  CliRun ok() {
    assertThat(err).isEmpty();
    assertThat(status).as(out).isZero();
    return this;
  }

  /**
   * Expects status 1, nothing on the standard output and one line on the standard error; returns
   * that line.
   */
  String failure() {
    assertThat(status).as(err).isEqualTo(1);
    assertThat(out).isEmpty();
    assertThat(err).startsWith("mneme: ").endsWith("\n");
    assertThat(err.strip().lines()).hasSize(1);
    return err.strip();
  }

  /** The lines of JSON on the standard output. */
  List<JsonNode> json() throws Exception {
    ok();
    var nodes = new java.util.ArrayList<JsonNode>();
    for (var line : out.lines().toList()) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }
}
