package dev.mneme.embed;

import dev.mneme.core.check.Require;

import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/**
 * The most that one call of an embedder is given; longer lists are cut into several calls.
 * Immutable.
 *
 * @param maxTexts texts of one call, 1 and up
 * @param maxTokens of all texts of one call together, 1 and up; a single text of more goes alone
 * @param counter how the tokens of a text are counted
 */
public record EmbeddingBatches(int maxTexts, long maxTokens, TokenCounter counter) {
  private static final EmbeddingBatches DEFAULTS =
      new EmbeddingBatches(1_024, 100_000, TokenCounter.estimate());
  private static final EmbeddingBatches UNBOUNDED =
      new EmbeddingBatches(Integer.MAX_VALUE, Long.MAX_VALUE, _ -> 0);

  public EmbeddingBatches {
    Require.that(
        maxTexts >= 1, "a call of an embedder needs room for at least 1 text, not %d", maxTexts);
    Require.that(
        maxTokens >= 1, "a call of an embedder needs room for at least 1 token, not %d", maxTokens);
  }

  /** 1,024 texts and 100,000 estimated tokens, which the services that are in use accept. */
  public static EmbeddingBatches defaults() {
    return DEFAULTS;
  }

  /** Everything in one call, for embedders that cut by themselves. */
  public static EmbeddingBatches unbounded() {
    return UNBOUNDED;
  }

  /** Receives what one call was asked and what it answered, which nobody has checked yet. */
  @FunctionalInterface
  interface Answer {
    void accept(List<String> asked, List<Embedding> vectors);
  }

  /**
   * Has all texts embedded, in calls of at most what {@link Embedder#batches} of the embedder says.
   * What the embedder throws ends it.
   *
   * @return one vector a text, in order
   * @throws InvalidRequestException if a call is answered with a wrong number of vectors, or with
   *     null
   */
  public static List<Embedding> embedMemories(Embedder embedder, List<String> texts) {
    var all = new ArrayList<Embedding>(texts.size());
    embedMemories(
        embedder,
        texts,
        (asked, vectors) -> all.addAll(EmbedderAnswers.complete(embedder.name(), asked, vectors)));
    return all;
  }

  /** As above, with the answer of each call handed over before the next call. */
  static void embedMemories(Embedder embedder, List<String> texts, Answer answer) {
    var bounds = embedder.batches();
    int from = 0;
    while (from < texts.size()) {
      int to = bounds.end(texts, from);
      var asked = List.copyOf(texts.subList(from, to));
      answer.accept(asked, embedder.embedMemories(asked));
      from = to;
    }
  }

  /** Where the call that begins at {@code from} ends: at least one text later. */
  private int end(List<String> texts, int from) {
    long tokens = counter.tokens(texts.get(from));
    int most = (int) Math.min(texts.size(), (long) from + maxTexts);
    int to = from + 1;
    while (to < most) {
      tokens += counter.tokens(texts.get(to));
      if (tokens > maxTokens) {
        break;
      }
      to++;
    }
    return to;
  }
}
