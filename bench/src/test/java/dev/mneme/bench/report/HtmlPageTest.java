package dev.mneme.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser without a window; skipped where there is no Chromium. */
class HtmlPageTest {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  @TempDir Path directory;
  private Path page = Path.of("");

  @BeforeEach
  void writePage() throws IOException {
    var json = directory.resolve("results.json");
    SampleResults.of(1, 1, 1).write(json);
    page = directory.resolve("report.html");
    HtmlPage.write(Results.read(json), page);
  }

  @Test
  void page_needsNoNetwork() throws IOException {
    var text = Files.readString(page);
    assertThat(text).doesNotContain("{{library}}", "{{script}}", "{{results}}");
    var markup = Pattern.compile("(?s)>[^<]*</script>|(?<=<script>).*?(?=</script>)").matcher(text);
    assertThat(markup.replaceAll("").replace("href=\"data:", ""))
        .contains("<main")
        .doesNotContain("src=", "href=", "url(", "@import");
  }

  @Test
  void page_drawsAllChartsWithoutAnError() throws Exception {
    var dom = chromium("--dump-dom");
    assertThat(dom.errors()).doesNotContain("CONSOLE");
    assertThat(dom.output()).contains("data-state=\"ready\"");
    int charts = Integer.parseInt(first(dom.output(), "data-charts=\"(\\d+)\""));
    assertThat(charts).isGreaterThan(20);
    assertThat(dom.output().split("<svg ", -1)).hasSize(charts + 1);
    for (var axis :
        List.of(
            "recall@10 (share)",
            "searches per second (1/s)",
            "share of searches (%)",
            "time (us)",
            "memories that match (%)",
            "bytes per memory",
            "users")) {
      assertThat(dom.output()).contains(axis);
    }
    assertThat(dom.output()).contains(">Lucene 10.6, float</text>", ">Mneme</text>");
  }

  @Test
  void brokenResults_areTold() throws Exception {
    Files.writeString(
        page, Files.readString(page).replace("\"work\":\"vector\"", "\"work\":\"vector"));
    assertThat(chromium("--dump-dom").output()).contains("data-state=\"failed: ");
  }

  @Test
  void screenshot_isNotBlank() throws Exception {
    var shot = directory.resolve("report.png");
    chromium("--window-size=1300,6000", "--screenshot=" + shot);
    var image = javax.imageio.ImageIO.read(shot.toFile());
    var colours = new java.util.HashSet<Integer>();
    for (int y = 0; y < image.getHeight(); y += 2) {
      for (int x = 0; x < image.getWidth(); x += 2) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colours).contains(0xd1495b, 0x1b6ca8, 0x2a9d8f);
  }

  private record Run(String output, String errors) {}

  private Run chromium(String... arguments) throws IOException, InterruptedException {
    var browser = browser();
    assumeTrue(browser.isPresent(), "no Chromium on the path: the page is not looked at");
    var command = new ArrayList<String>();
    command.add(browser.get().toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--enable-logging=stderr",
            "--virtual-time-budget=20000",
            "--user-data-dir=" + Files.createTempDirectory(directory, "profile")));
    command.addAll(List.of(arguments));
    command.add(page.toUri().toString());
    var output = directory.resolve("output");
    var errors = directory.resolve("errors");
    var process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(Files.readString(output), Files.readString(errors, StandardCharsets.ISO_8859_1));
  }

  private static Optional<Path> browser() {
    return BROWSERS.stream()
        .flatMap(
            name ->
                List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String first(String text, String pattern) {
    var matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
