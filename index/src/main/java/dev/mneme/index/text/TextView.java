package dev.mneme.index.text;

import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.View;
import dev.mneme.index.api.ViewStatistics;
import java.nio.file.Path;
import java.util.List;

/** The inverted index over memory texts. Stores no text. See {@link View} for the life cycle. */
public final class TextView implements View {
  private TextView() {}

  /** Opens what the directory holds, or starts empty where it holds nothing usable (and wipes it). */
  public static TextView open(Path directory, TextOptions options) {
    throw new IllegalStateException("contract only" + directory + options);
  }

  /** Natural language: never throws, whatever punctuation it holds; may have no terms. */
  public TextQuery parse(String text) {
    throw new IllegalStateException("contract only" + text);
  }

  /** The opt-in Lucene syntax: phrase, fuzzy, prefix, boolean; bounded; errors show the position. */
  public TextQuery parseSyntax(String text) {
    throw new IllegalStateException("contract only" + text);
  }

  /** How many live memories the query matches, from document frequencies; exactly none where no term is in the dictionary. */
  public dev.mneme.index.api.Cardinality matches(TextQuery query, TextScope scope) {
    throw new IllegalStateException("contract only" + query + scope);
  }

  /**
   * The best {@code k} by BM25 among the ordinals allowed by the scope. The score of a memory is a pure function of the
   * query and of the texts of the live memories of the scope's snapshot: dead versions do not count, so that a rebuilt index ranks the same.
   */
  public RankedOrdinals search(TextQuery query, TextScope scope, TextWay way, int k) {
    throw new IllegalStateException("contract only" + query + scope + way + k);
  }

  /** Where words of the query stand in the text, as character ranges, ascending, not overlapping. */
  public List<TextSpan> highlight(TextQuery query, String text) {
    throw new IllegalStateException("contract only" + query + text);
  }

  @Override
  public String name() {
    return "text";
  }

  @Override
  public long recoveredSequence() {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void apply(CommitBatch batch) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void reclaim(OrdinalBitmap dead) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void checkpoint(long sequence) {
    throw new IllegalStateException("contract only");
  }

  @Override
  public ViewStatistics statistics() {
    throw new IllegalStateException("contract only");
  }

  @Override
  public void close() {}
}
