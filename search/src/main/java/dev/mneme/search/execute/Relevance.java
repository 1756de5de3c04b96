package dev.mneme.search.execute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.text.TextWay;
import dev.mneme.index.text.query.TextQuery;
import dev.mneme.memory.Similarity;
import dev.mneme.request.Leg;
import dev.mneme.search.fuse.Candidates;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * How relevant a hit is, 0 to 1, with the same meaning across queries.
 *
 * <ul>
 *   <li>Where query and memory have a vector: {@link Similarity#relevance}, exact, whichever leg
 *       found the memory. Unless there are words as well and the query's vector is zero, so that
 *       all would be alike.
 *   <li>Else, where words found it: the mean BM25 score of a query term, m, saturated as {@code m /
 *       (m + 2)}. BM25 has no upper bound that holds for all queries and grows with the rarity of
 *       the words; the mean takes out the length of the query, and 2 is about what a word that one
 *       in seven memories holds contributes (DECISIONS.md, 88). Monotone in the score; comparable
 *       across queries of one store.
 *   <li>1 where the request has neither text nor vector: whatever it finds is what it asked for; 0
 *       where it has one, and the memory shows nothing of it.
 * </ul>
 */
final class Relevance {
  private static final double HALF_RELEVANT = 2;
  private static final int NONE = -1;

  private final Similarity similarity;
  private final SearchSource source;
  private final Query query;
  private final boolean asksNothing;
  private final int terms;

  /**
   * @param asksNothing whether the request has neither text nor vector
   */
  Relevance(Similarity similarity, SearchSource source, Query query, boolean asksNothing) {
    this.similarity = similarity;
    this.source = source;
    this.query = query;
    this.asksNothing = asksNothing;
    this.terms = query.text().map(TextQuery::terms).map(List::size).orElse(0);
  }

  /**
   * The relevance of these slots, in their order. It does not depend on which leg found them, nor
   * on how deep a leg was run.
   */
  double[] of(Candidates candidates, List<LegState> legs, int[] slots) {
    var relevance = new double[slots.length];
    Arrays.fill(relevance, Double.NaN);
    if (query.measure().isPresent()) {
      fromList(Leg.VECTOR, candidates, legs, slots, relevance);
    }
    int[] open = open(relevance);
    if (open.length > 0 && query.measure().isPresent()) {
      float[] scores =
          source.vector().scores(query.measure().get(), ordinals(candidates, slots, open));
      for (int j = 0; j < open.length; j++) {
        relevance[open[j]] = Float.isNaN(scores[j]) ? Double.NaN : ofVectorScore(scores[j]);
      }
    }
    fromList(Leg.TEXT, candidates, legs, slots, relevance);
    open = open(relevance);
    if (open.length > 0 && hasUnseenText(legs)) {
      lookUpText(ordinals(candidates, slots, open), open, relevance);
    }
    for (int i : open(relevance)) {
      relevance[i] = asksNothing ? 1 : 0;
    }
    return relevance;
  }

  /** Fills in what a leg's own list knows. */
  private void fromList(
      Leg leg, Candidates candidates, List<LegState> legs, int[] slots, double[] relevance) {
    int list = indexOf(leg, legs);
    for (int i = 0; i < slots.length && list != NONE; i++) {
      if (Double.isNaN(relevance[i]) && candidates.position(slots[i], list) > 0) {
        float score = candidates.rawScore(slots[i], list);
        relevance[i] = leg == Leg.VECTOR ? ofVectorScore(score) : ofTextScore(score);
      }
    }
  }

  /** Whether memories may hold query words and yet not be in the text leg's list. */
  private boolean hasUnseenText(List<LegState> legs) {
    int list = indexOf(Leg.TEXT, legs);
    return list != NONE && !legs.get(list).exhausted() && query.text().isPresent();
  }

  private void lookUpText(int[] ordinals, int[] open, double[] relevance) {
    var these = query.textScope().within(OrdinalBitmap.of(ordinals));
    var found =
        source
            .text()
            .search(query.text().orElseThrow(), these, TextWay.CANDIDATES, ordinals.length);
    var scores = new HashMap<Integer, Float>();
    for (int i = 0; i < found.size(); i++) {
      scores.put(found.ordinals()[i], found.scores()[i]);
    }
    for (int j = 0; j < ordinals.length; j++) {
      relevance[open[j]] = ofTextScore(scores.getOrDefault(ordinals[j], 0f));
    }
  }

  /** The indexes whose relevance is not known yet. */
  private static int[] open(double[] relevance) {
    var open = new int[relevance.length];
    int size = 0;
    for (int i = 0; i < relevance.length; i++) {
      if (Double.isNaN(relevance[i])) {
        open[size++] = i;
      }
    }
    return Arrays.copyOf(open, size);
  }

  private static int[] ordinals(Candidates candidates, int[] slots, int[] indexes) {
    var ordinals = new int[indexes.length];
    for (int j = 0; j < indexes.length; j++) {
      ordinals[j] = candidates.ordinal(slots[indexes[j]]);
    }
    return ordinals;
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

  private static int indexOf(Leg leg, List<LegState> legs) {
    for (int i = 0; i < legs.size(); i++) {
      if (legs.get(i).leg() == leg) {
        return i;
      }
    }
    return NONE;
  }
}
