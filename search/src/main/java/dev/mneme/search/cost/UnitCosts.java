package dev.mneme.search.cost;

/**
 * What one unit of work takes, in nanoseconds, on an otherwise idle core.
 *
 * @param candidate one check or visit of a member of a set of ordinals
 * @param otherThread until another thread has begun to work, and the result is back
 */
public record UnitCosts(
    VectorCosts vector, TextCosts text, TreeCosts tree, double candidate, double otherThread) {

  /**
   * Of the vector view.
   *
   * @param component one component of one scanned vector
   * @param scanned one scanned vector, without its components: finding it, keeping the best
   * @param graphDistance one distance to a graph node, without its components: mostly the cache
   *     misses on its links and vector
   * @param segment of sealed segments
   */
  public record VectorCosts(
      double component, double scanned, double graphDistance, SegmentCosts segment) {}

  /**
   * Of a sealed segment.
   *
   * @param hop one node expanded, without the components of its own and its neighbours' vectors:
   *     mostly the cache misses on its record
   * @param code one code that is gone through for a selective filter
   * @param start what a search takes before its first hop
   */
  public record SegmentCosts(double hop, double code, double start) {}

  /**
   * Of the text view.
   *
   * @param posting one posting of a query term, walked or skipped by blocks
   * @param seek moving one term's postings to one given ordinal
   * @param start what every search takes before its first posting
   */
  public record TextCosts(double posting, double seek, double start) {}

  /**
   * Of a B-tree.
   *
   * @param key one key visited in order
   * @param descent one way down
   */
  public record TreeCosts(double key, double descent) {}

  /**
   * Of one machine, corrected while searching; the price of another thread is assumed.
   * DECISIONS.md, 91 and 92.
   */
  public static UnitCosts defaults() {
    return new UnitCosts(
        new VectorCosts(0.165, 20, 150, new SegmentCosts(600, 20, 20_000)),
        new TextCosts(6, 60, 20_000),
        new TreeCosts(60, 1_500),
        4,
        80_000);
  }

  /** The same with another price of a vector's component. */
  public UnitCosts withComponent(double nanos) {
    var changed = new VectorCosts(nanos, vector.scanned, vector.graphDistance, vector.segment);
    return new UnitCosts(changed, text, tree, candidate, otherThread);
  }

  /** The same with another price of giving work to another thread. */
  public UnitCosts withOtherThread(double nanos) {
    return new UnitCosts(vector, text, tree, candidate, nanos);
  }
}
