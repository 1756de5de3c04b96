package dev.mneme.examples.render;

import dev.mneme.core.model.AttributeValue;
import dev.mneme.core.model.AttributeValue.BooleanValue;
import dev.mneme.core.model.AttributeValue.DoubleValue;
import dev.mneme.core.model.AttributeValue.InstantValue;
import dev.mneme.core.model.AttributeValue.JsonValue;
import dev.mneme.core.model.AttributeValue.ListValue;
import dev.mneme.core.model.AttributeValue.LongValue;
import dev.mneme.core.model.AttributeValue.StringValue;
import dev.mneme.core.model.Memory;
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
  public List<String> full(String namespace, Memory memory) {
    var lines = new ArrayList<String>();
    lines.add(style.bold(memory.time() + "  " + namespace) + "  " + memory.id());
    lines.addAll(body(memory));
    return lines;
  }

  /** The text, then attributes, expiry and the length of the vector. */
  public List<String> body(Memory memory) {
    var lines = new ArrayList<String>();
    new Paragraph(style, terminal.width() - INDENT.length(), Integer.MAX_VALUE)
        .lines(memory.text(), List.of())
        .forEach(line -> lines.add(INDENT + line));
    if (!memory.attributes().isEmpty()) {
      lines.add(
          INDENT
              + style.dim(
                  memory.attributes().entrySet().stream()
                      .map(entry -> entry.getKey() + " = " + value(entry.getValue()))
                      .collect(Collectors.joining(", "))));
    }
    memory.expires().ifPresent(expires -> lines.add(INDENT + style.dim("expires " + expires)));
    memory
        .embedding()
        .ifPresent(
            vector ->
                lines.add(INDENT + style.dim("vector of " + vector.dimension() + " dimensions")));
    return lines;
  }

  /** Time, id and the beginning of the text on one line. */
  public String summary(String namespace, Memory memory, boolean withNamespace) {
    var head = (withNamespace ? namespace + "  " : "") + memory.id();
    int room =
        terminal.outIsTerminal()
            ? Math.max(terminal.width() - TIME_COLUMNS - head.length() - 5, 20)
            : LONGEST_SUMMARY;
    return style.bold("%-24s".formatted(memory.time()))
        + "  "
        + style.dim(head)
        + "  "
        + Quote.oneLine(memory.text(), room);
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
