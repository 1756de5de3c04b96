package dev.mneme.examples.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;

/** A file of any bytes: each line is a memory or has a reason in one line; none ends the import. */
class MemoryLineFuzzTest {
  @FuzzTest
  void jsonl(byte[] bytes) throws IOException {
    long last = 0;
    try (var lines = new Lines(new ByteArrayInputStream(bytes))) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        assertThat(line.get().number()).isGreaterThan(last);
        last = line.get().number();
        if (line.get() instanceof Lines.Line.Text(_, var text)) {
          parse(text);
        }
      }
      assertThat(lines.bytesRead()).isEqualTo(bytes.length);
    }
  }

  private static void parse(String text) {
    try {
      var memory = MemoryLine.parse(text).toMemory("id", Instant.EPOCH);
      assertThat(memory.id()).isNotNull();
    } catch (InvalidRequestException typed) {
      assertThat(typed.getMessage()).doesNotContain("\n");
    }
  }
}
