package dev.mneme.examples.render;

import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.memory.Memory;
import dev.mneme.examples.format.DocumentAttributes;
import dev.mneme.request.Explanation;
import dev.mneme.request.Hit;
import dev.mneme.request.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A search result for people: rank, when, where from, the text with the found words marked. */
public final class ResultText {
  private static final int MOST_CHARS = 700;
  private static final String INDENT = "    ";

  private final Style style;
  private final Paragraph paragraph;
  private final boolean namespaces;

  /**
   * @param namespaces whether hits come from several, so that each says its own
   */
  public ResultText(Terminal terminal, boolean namespaces) {
    this.style = Style.of(terminal);
    this.paragraph = new Paragraph(style, terminal.width() - INDENT.length(), MOST_CHARS);
    this.namespaces = namespaces;
  }

  /** The hits, then what the search took; {@code firstRank} is 1 more than the offset. */
  public List<Line> lines(SearchResult result, int firstRank, long tookMicros) {
    var lines = new ArrayList<Line>();
    int rank = firstRank;
    for (var hit : result.hits()) {
      lines.add(heading(hit, rank++));
      place(hit.memory()).ifPresent(lines::add);
      paragraph
          .lines(hit.memory().text(), hit.highlights())
          .forEach(line -> lines.add(new Line(INDENT + line)));
    }
    var found =
        result.hits().isEmpty() ? "nothing found" : count(result.hits().size(), "hit", "hits");
    lines.add(
        new Line(
            style.dim(
                String.format(
                    Locale.ROOT,
                    "%s in %.1f ms%s",
                    found,
                    tookMicros / 1e3,
                    result.partial() ? ", cut short by the timeout" : ""))));
    return lines;
  }

  /** How the search was run. */
  public List<Line> lines(Explanation explanation) {
    return explanation.render().lines().map(line -> new Line(style.dim(line))).toList();
  }

  private Line heading(Hit hit, int rank) {
    var legs =
        hit.legs().entrySet().stream()
            .map(leg -> leg.getKey().name().toLowerCase(Locale.ROOT) + " #" + leg.getValue().rank())
            .collect(Collectors.joining(", "));
    var where = namespaces ? Optional.of(hit.namespace()) : Optional.<String>empty();
    return new Line(
        String.format(
            Locale.ROOT,
            "%2d. %s  %s",
            rank,
            style.bold(hit.memory().time() + where.map(name -> "  " + name).orElse("")),
            style.dim(
                String.format(
                    Locale.ROOT,
                    "%s  score %.4f, relevance %.2f%s",
                    hit.memory().id(),
                    hit.score(),
                    hit.relevance(),
                    legs.isEmpty() ? "" : ", " + legs))));
  }

  /** The document that the memory is a chunk of, and the headings that it stands under. */
  private Optional<Line> place(Memory memory) {
    return string(memory, DocumentAttributes.PATH)
        .map(
            path ->
                path
                    + string(memory, DocumentAttributes.HEADING)
                        .map(heading -> "  " + heading)
                        .orElse(""))
        .map(place -> new Line(INDENT + style.dim(place)));
  }

  private static Optional<String> string(Memory memory, String key) {
    return memory.attributes().get(key) instanceof StringValue(var value)
        ? Optional.of(value)
        : Optional.empty();
  }

  static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }
}
