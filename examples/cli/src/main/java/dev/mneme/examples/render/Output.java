package dev.mneme.examples.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.mneme.core.text.Printable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Buffered UTF-8 output of lines, readable or JSON, that notices when nobody reads on. Terminals
 * get to see neither control characters nor turns of direction: in JSON they are escapes, which
 * every reader turns back. Not thread-safe.
 */
public final class Output implements AutoCloseable {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .characterEscapes(new UnprintableEscapes())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final OutputStream out;

  public Output(OutputStream out) {
    this.out = new BufferedOutputStream(out, 64 << 10);
  }

  /** The reader has gone, as in {@code mneme list | head}: no error, only the end. */
  public static final class ReaderGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReaderGone(IOException cause) {
      super(cause);
    }
  }

  /** Writes one JSON value to a generator. */
  @FunctionalInterface
  public interface JsonBody {
    void write(JsonGenerator out) throws IOException;
  }

  /** One value on a line of its own. */
  public void json(JsonBody body) {
    run(
        () -> {
          try (var generator = JSON.createGenerator(out)) {
            body.write(generator);
          }
          out.write('\n');
        });
  }

  /** A line of text from anywhere; what of it a terminal could act on is escaped. */
  public void line(String text) {
    write(Printable.escape(text));
  }

  /** A line that is printable as it is, its styles included. */
  public void line(Line line) {
    write(line.toString());
  }

  private void write(String text) {
    run(
        () -> {
          out.write(text.getBytes(StandardCharsets.UTF_8));
          out.write('\n');
        });
  }

  /** A line of text, formatted without regard to the user's country. */
  @SuppressWarnings("AnnotateFormatMethod") // not worth a dependency
  public void format(String format, Object... arguments) {
    line(String.format(Locale.ROOT, format, arguments));
  }

  public void flush() {
    run(out::flush);
  }

  /** Flushes; the stream below stays open. */
  @Override
  public void close() {
    flush();
  }

  private interface Write {
    void run() throws IOException;
  }

  private static void run(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
        throw new ReaderGone(e);
      }
      throw new UncheckedIOException("cannot write the output: " + e.getMessage(), e);
    }
  }
}
