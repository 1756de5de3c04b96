package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.core.FuzzInput;
import dev.mneme.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Natural language never fails; the syntax finds or is refused with the place. */
class TextQueryFuzzTest {
  private static final String[] TEXTS = {
    "the red boat", "a blue boat at sea", "red red wine", "\u6d77 \u8239", "x1 x2 x3"
  };
  private static Path directory = Path.of("");
  private static TextFixture fixture;

  @BeforeAll
  static void open() throws IOException {
    directory = Files.createTempDirectory("mneme-fuzz");
    fixture = new TextFixture(directory);
    fixture.add(TEXTS);
  }

  @AfterAll
  static void close() throws IOException {
    fixture.close();
    dev.mneme.core.storage.Storage.system().deleteTree(directory);
  }

  @FuzzTest
  void words(byte[] bytes) {
    var text = FuzzInput.text(bytes);
    var hits = fixture.search(text, 3);
    assertThat(hits.size()).isBetween(0, 3);
    for (float score : hits.scores()) {
      assertThat(score).isFinite().isPositive();
    }
  }

  @FuzzTest
  void syntax(byte[] bytes) {
    var text = FuzzInput.text(bytes);
    try {
      assertThat(fixture.syntax(text).length).isBetween(0, TEXTS.length);
    } catch (InvalidRequestException typed) {
      assertThat(typed.getMessage()).startsWith("query syntax").doesNotContain("\n");
    }
  }
}
