package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.Range;
import dev.mneme.core.check.Require;

import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.examples.format.QueryLine;
import dev.mneme.examples.format.TimeText;
import dev.mneme.request.Diversity;
import dev.mneme.request.Fusion;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to search: for a query on the command line, and the defaults of those in a file. */
final class SearchOptions {
  private static final int DIVERSITY_CANDIDATES = 50;

  @Mixin private Range range = new Range();

  @Mixin private Legs legs = new Legs();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many hits; 10 by default.")
  private int limit;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Hits to leave out at the top.")
  private int offset;

  @Option(
      names = "--vector",
      paramLabel = "V",
      description = "The query vector: a JSON array, or a file that holds one.")
  private @Nullable String vector;

  @Option(
      names = "--fusion",
      paramLabel = "F",
      defaultValue = "rrf",
      description = "How legs become one list: rrf (default) or relative.")
  private FusionName fusion = FusionName.RRF;

  @Option(
      names = "--recency-half-life",
      paramLabel = "D",
      description = "Halve the score of a memory with every such age: 30d, 12h, PT36H.")
  private @Nullable String halfLife;

  @Option(
      names = "--min-relevance",
      paramLabel = "R",
      defaultValue = "0",
      description = "Leave out hits of a lower relevance, 0 to 1.")
  private double minRelevance;

  @Option(
      names = "--diversity",
      paramLabel = "L",
      description = "Prefer hits unlike those above them: 1 relevance only, 0 novelty only.")
  private @Nullable Double diversity;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "Stop after 50ms, 2s, ... with what there is.")
  private @Nullable String timeout;

  @Option(
      names = "--syntax",
      description = "Read the text as a Lucene query: \"a phrase\", fuzz~, pre*, +must -not.")
  private boolean syntax;

  @Option(names = "--explain", description = "Show how the search was run.")
  private boolean explain;

  /** The names of {@link Fusion} on the command line. */
  private enum FusionName {
    RRF,
    RELATIVE
  }

  /** Whether a text needs the model: not if its vector is given, nor without the vector leg. */
  boolean embedsText() {
    var weights = legs.weights();
    return vector == null && (weights.isEmpty() || weights.getOrDefault(Leg.VECTOR, 0.0) > 0);
  }

  boolean hasVector() {
    return vector != null;
  }

  int offset() {
    return offset;
  }

  /** A request for a text, and for the vector of the command line. */
  SearchRequest request(Optional<String> text, boolean highlight) throws IOException {
    var builder = defaults().highlight(highlight);
    text.ifPresent(words -> setText(builder, words));
    if (vector != null) {
      builder.vector(readVector(vector));
    }
    return builder.build();
  }

  /** A request for a line of a query file; what it leaves open comes from the command line. */
  SearchRequest request(QueryLine line) {
    var builder = defaults();
    line.text().ifPresent(words -> setText(builder, words));
    line.vector().ifPresent(builder::vector);
    line.filter().ifPresent(builder::filter);
    line.from().ifPresent(builder::from);
    line.to().ifPresent(builder::to);
    line.limit().ifPresent(builder::limit);
    return builder.build();
  }

  private void setText(SearchRequest.Builder builder, String text) {
    if (syntax) {
      builder.textSyntax(text);
    } else {
      builder.text(text);
    }
  }

  private SearchRequest.Builder defaults() {
    var builder =
        SearchRequest.builder()
            .filter(range.filter())
            .limit(limit)
            .offset(offset)
            .fusion(fusion == FusionName.RRF ? Fusion.reciprocalRank() : Fusion.relativeScore())
            .minRelevance(minRelevance)
            .explain(explain);
    range.from().ifPresent(builder::from);
    range.to().ifPresent(builder::to);
    legs.weights().forEach(builder::leg);
    if (halfLife != null) {
      builder.recencyHalfLife(TimeText.duration("--recency-half-life", halfLife));
    }
    if (timeout != null) {
      builder.timeout(TimeText.duration("--timeout", timeout));
    }
    if (diversity != null) {
      builder.diversity(new Diversity(diversity, DIVERSITY_CANDIDATES));
    }
    return builder;
  }

  private static Embedding readVector(String value) throws IOException {
    if (value.stripLeading().startsWith("[")) {
      return vector("--vector", value);
    }
    var file = Path.of(value);
    Require.that(Files.isRegularFile(file), "--vector %s: no such file, and no JSON array", value);
    return vector(value, Files.readString(file));
  }

  private static Embedding vector(String where, String json) {
    try {
      return QueryLine.parseVector(json);
    } catch (InvalidRequestException refused) {
      throw new InvalidRequestException(where + ": " + refused.getMessage());
    }
  }
}
