package dev.mneme.search.fuse;

/**
 * The depths at which legs are cut before they are fused: 100, 200, 400 and so on.
 *
 * <p>A fused score depends on how deep the lists are, so a depth that followed the page asked for
 * would reorder hits from page to page. Instead the order is defined tier by tier: first everything
 * that some leg has within its best 100, ordered by the scores of the lists cut at 100; then what
 * some leg has within its best 200, by the lists cut at 200; and so on. How deep the legs were in
 * fact run never changes the order of what they found, so pages neither repeat nor skip a memory.
 *
 * <p>Why 100: DECISIONS.md, 85.
 */
public final class Tiers {
  /** The depth of the first tier. */
  public static final int FIRST_DEPTH = 100;

  private static final int LAST = 24;

  private Tiers() {}

  /** The depth of a tier, counted from 0. */
  public static int depth(int tier) {
    return FIRST_DEPTH << Math.min(tier, LAST);
  }

  /** The tier of a 1-based position in a list. */
  public static int of(int position) {
    int hundreds = (position - 1) / FIRST_DEPTH;
    return Integer.SIZE - Integer.numberOfLeadingZeros(hundreds);
  }

  /** The smallest depth of a tier at which a list can hold {@code count} hits. */
  public static int depthFor(int count) {
    return depth(of(Math.max(1, count)));
  }
}
