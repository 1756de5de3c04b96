package dev.mneme.examples.render;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.memory.Memory;
import dev.mneme.examples.format.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Memories for people: in full, or one line each. */
public final class MemoryText {
  private static final String INDENT = "    ";
  private static final int TIME_COLUMNS = 24;
  private static final int LONGEST_SUMMARY = 400;

  private final Terminal terminal;
  private final Style style;

  public MemoryText(Terminal terminal) {
    this.terminal = terminal;
    this.style = Style.of(terminal);
  }

  /** Everything but the vector's numbers. */
  public List<Line> full(String namespace, Memory memory) {
    var lines = new ArrayList<Line>();
    lines.add(
        new Line(style.bold(memory.time() + "  " + namespace) + "  " + style.plain(memory.id())));
    lines.addAll(body(memory));
    return lines;
  }

  /** The text, then attributes, expiry and the length of the vector. */
  public List<Line> body(Memory memory) {
    var lines = new ArrayList<Line>();
    new Paragraph(style, terminal.width() - INDENT.length(), Integer.MAX_VALUE)
        .lines(memory.text(), List.of())
        .forEach(line -> lines.add(new Line(INDENT + line)));
    if (!memory.attributes().isEmpty()) {
      lines.add(
          dim(
              memory.attributes().entrySet().stream()
                  .map(entry -> entry.getKey() + " = " + value(entry.getValue()))
                  .collect(Collectors.joining(", "))));
    }
    memory.expires().ifPresent(expires -> lines.add(dim("expires " + expires)));
    memory
        .embedding()
        .ifPresent(vector -> lines.add(dim("vector of " + vector.dimension() + " dimensions")));
    return lines;
  }

  /** Time, id and the beginning of the text on one line. */
  public Line summary(String namespace, Memory memory, boolean withNamespace) {
    var head = (withNamespace ? namespace + "  " : "") + memory.id();
    int room =
        terminal.outIsTerminal()
            ? Math.max(terminal.width() - TIME_COLUMNS - head.length() - 5, 20)
            : LONGEST_SUMMARY;
    return new Line(
        style.bold("%-24s".formatted(memory.time()))
            + "  "
            + style.dim(head)
            + "  "
            + style.plain(Quote.oneLine(memory.text(), room)));
  }

  private Line dim(String text) {
    return new Line(INDENT + style.dim(text));
  }

  private static String value(AttributeValue value) {
    return switch (value) {
      case StringValue string -> "'" + Quote.shorten(string.value()) + "'";
      case BooleanValue bool -> Boolean.toString(bool.value());
      case LongValue integer -> Long.toString(integer.value());
      case DoubleValue decimal -> Double.toString(decimal.value());
      case InstantValue time -> time.value().toString();
      case JsonValue(var json) -> json;
      case ListValue list ->
          list.values().stream().map(MemoryText::value).collect(Collectors.joining(", ", "[", "]"));
    };
  }
}
