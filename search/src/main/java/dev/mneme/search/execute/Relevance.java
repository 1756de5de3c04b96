package dev.mneme.search.execute;

import dev.mneme.core.vector.Similarity;
import dev.mneme.index.text.TextQuery;
import dev.mneme.search.fuse.Candidates;
import dev.mneme.search.request.Leg;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How relevant a hit is, 0 to 1, with the same meaning across queries.
 *
 * <ul>
 *   <li>Where query and memory have a vector: {@link Similarity#relevance}, exact, whichever leg found the memory.
 *   <li>Else, where words found it: the mean BM25 score of a query term, m, saturated as {@code m / (m + 2)}. BM25 has no upper bound that holds
 *       for all queries and grows with the rarity of the words; the mean takes out the length of the query, and 2 is about what a word that
 *       one in seven memories holds contributes. Monotone in the score; comparable across queries of one store.
 *   <li>1 where the request has neither text nor vector: whatever it finds is what it asked for; 0 where it has one, and the memory shows nothing of it.
 * </ul>
 */
final class Relevance {
  private static final double HALF_RELEVANT = 2;
  private static final int NONE = -1;

  private final Similarity similarity;
  private final SearchSource.VectorLeg vectors;
  private final Optional<float[]> vector;
  private final boolean asksNothing;
  private final int terms;

  /**
   * @param asksNothing whether the request has neither text nor vector
   */
  Relevance(Similarity similarity, SearchSource.VectorLeg vectors, Query query, boolean asksNothing) {
    this.similarity = similarity;
    this.vectors = vectors;
    this.vector = query.vector();
    this.asksNothing = asksNothing;
    this.terms = query.text().map(TextQuery::terms).map(List::size).orElse(0);
  }

  /** The relevance of these slots, in their order. */
  double[] of(Candidates candidates, List<LegState> legs, int[] slots) {
    int vectorLeg = indexOf(Leg.VECTOR, legs);
    int textLeg = indexOf(Leg.TEXT, legs);
    var relevance = new double[slots.length];
    var missing = new int[slots.length];
    int missed = 0;
    for (int i = 0; i < slots.length; i++) {
      if (vectorLeg != NONE && candidates.position(slots[i], vectorLeg) > 0) {
        relevance[i] = ofVectorScore(candidates.rawScore(slots[i], vectorLeg));
      } else {
        missing[missed++] = i;
      }
    }
    float[] scores = exactScores(candidates, slots, Arrays.copyOf(missing, missed));
    for (int j = 0; j < missed; j++) {
      int slot = slots[missing[j]];
      relevance[missing[j]] =
          Float.isNaN(scores[j]) ? withoutVector(candidates, slot, textLeg) : ofVectorScore(scores[j]);
    }
    return relevance;
  }

  /** Of a score as vector legs report it: higher is better. */
  double ofVectorScore(float score) {
    return switch (similarity) {
      case COSINE, DOT -> similarity.relevance(score);
      case EUCLIDEAN -> similarity.relevance(-score);
    };
  }

  /** Of a BM25 score. */
  double ofTextScore(float bm25) {
    double mean = bm25 / Math.max(1, terms);
    return mean / (mean + HALF_RELEVANT);
  }

  private double withoutVector(Candidates candidates, int slot, int textLeg) {
    if (textLeg != NONE && candidates.position(slot, textLeg) > 0) {
      return ofTextScore(candidates.rawScore(slot, textLeg));
    }
    return asksNothing ? 1 : 0;
  }

  private float[] exactScores(Candidates candidates, int[] slots, int[] missing) {
    if (missing.length == 0 || vector.isEmpty()) {
      var none = new float[missing.length];
      Arrays.fill(none, Float.NaN);
      return none;
    }
    var ordinals = new int[missing.length];
    for (int j = 0; j < missing.length; j++) {
      ordinals[j] = candidates.ordinal(slots[missing[j]]);
    }
    return vectors.scores(vector.get(), ordinals);
  }

  private static int indexOf(Leg leg, List<LegState> legs) {
    for (int i = 0; i < legs.size(); i++) {
      if (legs.get(i).leg() == leg) {
        return i;
      }
    }
    return NONE;
  }
}
