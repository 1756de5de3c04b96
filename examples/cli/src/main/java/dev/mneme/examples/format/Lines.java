package dev.mneme.examples.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a UTF-8 stream with their numbers, from 1. Blank lines are left out, a byte order
 * mark is ignored, and a line that is too long or not valid UTF-8 comes as a {@link Line.Bad}
 * without ending the stream. Holds one line at a time. Not thread-safe.
 */
public final class Lines implements AutoCloseable {
  /**
   * No line that a store could accept is longer: a text of 1 MiB, 64 attributes and 8,192 numbers,
   * all escaped.
   */
  static final int LONGEST_LINE = 12 << 20;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(8 << 10);
  private final byte[] buffer = new byte[64 << 10];
  private int position;
  private int end;
  private long number;
  private long bytesRead;

  /** Reads from {@code in}, which need not be buffered, and closes it when it is closed. */
  public Lines(InputStream in) {
    this.in = in;
  }

  /** One line that is not blank. */
  public sealed interface Line {
    long number();

    record Text(long number, String text) implements Line {}

    record Bad(long number, String reason) implements Line {}
  }

  /** The next line, or empty at the end of the stream. */
  public Optional<Line> next() throws IOException {
    while (readLine()) {
      number++;
      if (line.size() > LONGEST_LINE) {
        return Optional.of(
            new Line.Bad(number, "the line is longer than " + LONGEST_LINE + " bytes"));
      }
      var decoded = decode();
      if (decoded.isEmpty()) {
        return Optional.of(new Line.Bad(number, "the line is not valid UTF-8"));
      }
      if (!decoded.get().isBlank()) {
        return Optional.of(new Line.Text(number, decoded.get()));
      }
    }
    return Optional.empty();
  }

  /** Bytes of the lines read so far. */
  public long bytesRead() {
    return bytesRead;
  }

  private boolean readLine() throws IOException {
    line.reset();
    boolean any = false;
    while (fill()) {
      any = true;
      int start = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      if (line.size() <= LONGEST_LINE) {
        line.write(buffer, start, position - start);
      }
      bytesRead += position - start;
      if (position < end) {
        position++;
        bytesRead++;
        return true;
      }
    }
    return any;
  }

  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(in.read(buffer), 0);
    }
    return end > 0;
  }

  private Optional<String> decode() {
    try {
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      return Optional.of(number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
