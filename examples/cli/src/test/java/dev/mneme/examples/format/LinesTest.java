package dev.mneme.examples.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.examples.format.Lines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static List<Line> read(InputStream in) throws IOException {
    var all = new ArrayList<Line>();
    try (var lines = new Lines(in)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        all.add(line.get());
      }
    }
    return all;
  }

  private static InputStream utf8(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lines_areNumberedAndBlankOnesLeftOut() throws IOException {
    assertThat(read(utf8("a\n\n  \nb\r\nç")))
        .containsExactly(new Line.Text(1, "a"), new Line.Text(4, "b\r"), new Line.Text(5, "ç"));
  }

  @Test
  void nothing_hasNoLines() throws IOException {
    assertThat(read(utf8(""))).isEmpty();
    assertThat(read(utf8("\n\n"))).isEmpty();
  }

  @Test
  void byteOrderMark_isIgnoredAtTheBeginningOnly() throws IOException {
    assertThat(read(utf8("\uFEFFa\n\uFEFFb")))
        .containsExactly(new Line.Text(1, "a"), new Line.Text(2, "\uFEFFb"));
  }

  @Test
  void invalidUtf8_spoilsItsLineOnly() throws IOException {
    var bytes = new byte[] {'a', '\n', (byte) 0xC3, (byte) 0x28, '\n', 'b'};

    assertThat(read(new ByteArrayInputStream(bytes)))
        .containsExactly(
            new Line.Text(1, "a"),
            new Line.Bad(2, "the line is not valid UTF-8"),
            new Line.Text(3, "b"));
  }

  @Test
  void overlongLine_isNotHeldAndSpoilsItselfOnly() throws IOException {
    var endless = new byte[Lines.LONGEST_LINE + 100_000];
    Arrays.fill(endless, (byte) 'x');
    var in =
        new SequenceInputStream(
            new SequenceInputStream(utf8("a\n"), new ByteArrayInputStream(endless)), utf8("\nb\n"));

    assertThat(read(in))
        .containsExactly(
            new Line.Text(1, "a"),
            new Line.Bad(2, "the line is longer than " + Lines.LONGEST_LINE + " bytes"),
            new Line.Text(3, "b"));
  }

  @Test
  void longLines_crossBufferBorders() throws IOException {
    var text = new StringBuilder();
    var expected = new ArrayList<Line>();
    for (int i = 1; i <= 50; i++) {
      var line = ("é" + i).repeat(1_000 * i);
      text.append(line).append('\n');
      expected.add(new Line.Text(i, line));
    }

    assertThat(read(utf8(text.toString()))).isEqualTo(expected);
  }

  @Test
  void bytesRead_endsAtTheSizeOfTheStream() throws IOException {
    var bytes = "one\ntwö\n\nlast".getBytes(StandardCharsets.UTF_8);
    try (var lines = new Lines(new ByteArrayInputStream(bytes))) {
      long before = 0;
      while (lines.next().isPresent()) {
        assertThat(lines.bytesRead()).isGreaterThan(before);
        before = lines.bytesRead();
      }
      assertThat(lines.bytesRead()).isEqualTo(bytes.length);
    }
  }
}
