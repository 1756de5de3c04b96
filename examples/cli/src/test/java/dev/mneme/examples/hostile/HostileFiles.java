package dev.mneme.examples.hostile;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.examples.cli.Mneme;
import dev.mneme.examples.hostile.HostileInputChild.Case;
import dev.mneme.examples.render.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files and arguments given to the command line tool. */
final class HostileFiles {
  private final Path directory;
  private final List<Case> cases = new ArrayList<>();

  HostileFiles(Path directory) {
    this.directory = directory;
  }

  List<Case> all() {
    lines();
    values();
    arguments();
    return cases;
  }

  /** Takes the content in as a file of JSON lines. */
  private void jsonl(String name, byte[] content) {
    cases.add(
        new Case(
            "import: " + name,
            () -> {
              var file = file(name + ".jsonl", content);
              mneme("ingest", "--store", store(), "--embedder", "none", file);
              mneme("export", "--store", store(), "--output", directory.resolve("out.jsonl"));
            }));
  }

  private void jsonl(String name, String content) {
    jsonl(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private void value(String name, String value) {
    jsonl(name, "{\"id\":\"v\",\"text\":\"x\"," + value + "}");
  }

  private Path store() {
    return directory.resolve("store");
  }

  private Path file(String name, byte[] content) throws IOException {
    Files.createDirectories(directory);
    return Files.write(directory.resolve(name.replaceAll("[^\\w.]+", "-")), content);
  }

  /** Status 1 counts as a typed error: it is one clear line then. */
  private static void mneme(Object... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int status = Mneme.run(Terminal.plain(out, err), words);
    var message = err.toString(StandardCharsets.UTF_8);
    if (message.contains("internal error") || message.contains("Exception")) {
      throw new AssertionError(message);
    }
    if (status != 0) {
      throw new InvalidRequestException(message.lines().findFirst().orElse("no message"));
    }
  }

  private void lines() {
    jsonl("deep arrays", "[".repeat(1_000_000));
    jsonl("deep objects", "{\"a\":".repeat(500_000));
    jsonl("deep attributes", "{\"text\":\"x\",\"attributes\":{\"a\":" + "[".repeat(100_000));
    jsonl("a line of 30 MiB", "{\"text\":\"" + "x".repeat(30 << 20) + "\"}");
    jsonl("a line of 11 MiB", "{\"text\":\"" + "x".repeat(11 << 20) + "\"}");
    jsonl("no line end", "x".repeat(20 << 20));
    jsonl("100,000 empty lines", "\n".repeat(100_000));
    jsonl("50,000 bad lines", "{\n".repeat(50_000));
    jsonl("NUL", "\0\0\0\n{\"text\":\"\0\"}");
    jsonl("bad UTF-8", new byte[] {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}', '\n', -1, -2});
    jsonl("UTF-16", "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_16));
    jsonl("byte order mark", "\ufeff{\"id\":\"bom\",\"text\":\"x\"}\r\n");
    jsonl("noise", noise());
    jsonl("array instead of object", "[1,2,3]");
    jsonl("two on a line", "{\"text\":\"x\"}{\"text\":\"y\"}");
    jsonl("the same key twice", "{\"text\":\"x\",\"text\":\"y\"}");
    jsonl("comment", "// x\n{/*x*/\"text\":\"y\"}");
  }

  private static byte[] noise() {
    var noise = new byte[1 << 20];
    new Random(4).nextBytes(noise);
    return noise;
  }

  private void values() {
    value("number too large", "\"attributes\":{\"n\":1e999999}");
    value("number of 1 MiB", "\"attributes\":{\"n\":" + "9".repeat(1 << 20) + "}");
    value("nested attribute", "\"attributes\":{\"a\":{\"b\":{\"c\":1}}}");
    value("surrogate", "\"attributes\":{\"a\":\"\\ud800\"}");
    value("NUL value", "\"attributes\":{\"a\\u0000\":\"\\u0000\"}");
    value("100,000 attributes", "\"attributes\":{" + "\"a\":1,".repeat(100_000) + "\"b\":2}");
    value("vector of strings", "\"vector\":[\"1\",\"2\"]");
    value("vector NaN", "\"vector\":[NaN,Infinity]");
    value("vector too large", "\"vector\":[1e39,-1e39]");
    value("vector of 10^6", "\"vector\":[" + "1,".repeat(1_000_000) + "1]");
    value("empty vector", "\"vector\":[]");
    value("far time", "\"time\":\"+999999999-12-31T23:59:59Z\"");
    value("time as a number", "\"time\":1e300");
    value("time with junk", "\"time\":\"2025-13-45\\u001b[31m\"");
    value("unknown field", "\"__proto__\":{\"x\":1}");
    value("class name", "\"@class\":\"java.lang.ProcessBuilder\"");
    value("namespace zip slip", "\"namespace\":\"../../../outside\"");
    value("id zip slip", "\"id\":\"../../../outside\"");
    value("namespace as a number", "\"namespace\":7");
    value("null text", "\"text\":null");
  }

  private void arguments(String name, Object... arguments) {
    cases.add(new Case("command: " + name, () -> mneme(arguments)));
  }

  private void arguments() {
    arguments("limit 10^9", "search", "--store", store(), "x", "--limit", "1000000000");
    arguments("limit 10^12", "search", "--store", store(), "x", "--limit", "1000000000000");
    arguments("vector", "search", "--store", store(), "--vector", "1,NaN");
    arguments("filter", "search", "--store", store(), "x", "--filter", "(".repeat(100_000));
    arguments("control characters", "get", "--store", store(), "\u001b[31m\n\0");
    arguments("surrogate", "search", "--store", store(), "\ud800");
    arguments("no store", "count", "--store", "/dev/null/x");
    arguments("a device as a store", "count", "--store", "/dev/null");
    arguments("NUL in a path", "count", "--store", "a\0b");
    arguments("a directory as queries", "search", "--store", store(), "--queries", "/");
    cases.add(
        new Case(
            "import: links in a circle",
            () -> {
              var circle = Files.createDirectories(directory.resolve("circle"));
              var link = circle.resolve("again");
              if (!Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, circle.toAbsolutePath());
              }
              mneme("ingest", "--store", store(), "--embedder", "none", circle);
            }));
    cases.add(
        new Case(
            "import: text without a line end",
            () ->
                mneme(
                    "ingest",
                    "--store",
                    store(),
                    "--embedder",
                    "none",
                    file("long.md", "#".repeat(1 << 20).getBytes(StandardCharsets.UTF_8)))));
  }
}
