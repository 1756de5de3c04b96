package dev.mneme.index.text;

import dev.mneme.index.text.analysis.TextAnalysis;
import dev.mneme.index.text.query.ParsedQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the words of a query in a text by analyzing the text again. */
final class Highlighter {
  private Highlighter() {}

  /** Ascending, overlapping ones joined. O(text). */
  static List<TextSpan> spans(TextAnalysis analysis, ParsedQuery query, String text) {
    var found = new ArrayList<TextSpan>();
    analysis.visit(
        text,
        (term, token) -> {
          if (query.looksFor(term)) {
            found.add(new TextSpan(token.start(), token.end()));
          }
        });
    found.sort(Comparator.comparingInt(TextSpan::start));
    return merged(found);
  }

  private static List<TextSpan> merged(List<TextSpan> ascending) {
    var merged = new ArrayList<TextSpan>(ascending.size());
    for (TextSpan span : ascending) {
      if (!merged.isEmpty() && span.start() < merged.getLast().end()) {
        TextSpan last = merged.removeLast();
        merged.add(new TextSpan(last.start(), Math.max(last.end(), span.end())));
      } else {
        merged.add(span);
      }
    }
    return List.copyOf(merged);
  }
}
