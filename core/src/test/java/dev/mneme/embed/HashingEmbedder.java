package dev.mneme.embed;

import dev.mneme.memory.Embedding;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A deterministic stand-in for a model: every word, lower-cased, has a random direction that
 * depends on nothing else, and a text is the sum of its words, scaled to length 1. So texts that
 * share words are close (the random projection of their word counts), and equal word counts give
 * equal vectors. A text without a word gets a direction of its own.
 */
public final class HashingEmbedder implements Embedder {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final int dimension;

  /**
   * @param dimension 1 and up; from about 64 on, unrelated texts are nearly orthogonal
   */
  public HashingEmbedder(int dimension) {
    this.dimension = dimension;
  }

  @Override
  public String name() {
    return "hashing-" + dimension;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    return texts.stream().map(this::embed).toList();
  }

  @Override
  public Embedding embedQuery(String text) {
    return embed(text);
  }

  private Embedding embed(String text) {
    var sum = new double[dimension];
    // Sorted, so that the order of the words cannot show in the last bit.
    var words =
        WORD.matcher(text.toLowerCase(Locale.ROOT))
            .results()
            .map(match -> match.group())
            .sorted()
            .toList();
    for (String word : words.isEmpty() ? List.of(text) : words) {
      var random = new Random(word.hashCode() * 0x9E3779B97F4A7C15L);
      for (int i = 0; i < dimension; i++) {
        sum[i] += random.nextGaussian();
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    var unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return Embedding.wrap(unit);
  }
}
