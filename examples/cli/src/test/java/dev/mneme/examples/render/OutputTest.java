package dev.mneme.examples.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTest {
  @Test
  void linesAndJson_areUtf8() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new Output(bytes)) {
      out.line("Graça");
      out.format("%.1f", 1.5);
      out.json(generator -> generator.writeString("漢😀\n"));
      out.json(generator -> generator.writeNumber(1));
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("Graça\n1.5\n\"漢😀\\n\"\n1\n");
  }

  @Test
  void brokenPipe_meansThatTheReaderHasGone() {
    assertThatThrownBy(() -> writeTo(failing("Broken pipe"))).isInstanceOf(Output.ReaderGone.class);
  }

  @Test
  void fullDisk_isAnError() {
    assertThatThrownBy(() -> writeTo(failing("No space left on device")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write the output: No space left on device");
  }

  private static void writeTo(OutputStream stream) {
    var out = new Output(stream);
    out.line("x");
    out.flush();
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
