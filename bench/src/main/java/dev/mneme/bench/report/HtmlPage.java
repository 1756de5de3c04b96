package dev.mneme.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One page with all charts, which holds results, script and plotting library, and needs no network.
 */
public final class HtmlPage {
  private static final String LIBRARY = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private HtmlPage() {}

  public static void write(Results results, Path file) throws IOException {
    var json = new ObjectMapper().writeValueAsString(results);
    var page =
        resource("/report/report.html")
            .replace("{{library}}", inline(resource(LIBRARY)))
            .replace("{{script}}", inline(resource("/report/report.js")))
            // Last, because a text of the results must not be taken for a placeholder.
            .replace("{{results}}", json.replace("<", "\\u003c"));
    Files.writeString(file, page);
  }

  /** Nothing in a script may look like its end. */
  private static String inline(String script) {
    return script.replace("</script", "<\\/script");
  }

  private static String resource(String name) throws IOException {
    try (var in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("this build lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
