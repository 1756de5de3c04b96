package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.Optional;

/**
 * What a search sees, taken once and immutable but for the graph, which only grows: {@code covered}
 * says how much of it counts. {@code covered} and {@code pending} part {@code members} in two.
 *
 * @param covered members that the graph finds
 * @param pending members that are scanned instead
 * @param rejected the pending ones that the graph did not take; they wait for the next one
 */
record VectorState(
    OrdinalBitmap members,
    OrdinalBitmap covered,
    OrdinalBitmap pending,
    OrdinalBitmap rejected,
    Optional<LiveGraph> graph) {

  /** Below this many dead ordinals a rebuild is not worth its while. */
  private static final int FEW_DEAD = 32;

  static VectorState of(OrdinalBitmap members) {
    var none = OrdinalBitmap.empty();
    return new VectorState(members, none, members, none, Optional.empty());
  }

  VectorState added(OrdinalBitmap fresh) {
    return new VectorState(members.or(fresh), covered, pending.or(fresh), rejected, graph);
  }

  VectorState reclaimed(OrdinalBitmap dead) {
    return new VectorState(
        members.andNot(dead),
        covered.andNot(dead),
        pending.andNot(dead),
        rejected.andNot(dead),
        graph);
  }

  /**
   * The same members with {@code done} found by {@code into}; those that are no members any more
   * are left out.
   */
  VectorState inserted(LiveGraph into, OrdinalBitmap done, OrdinalBitmap refused) {
    var living = done.and(members);
    return new VectorState(
        members,
        covered.or(living),
        pending.andNot(living),
        rejected.or(refused.and(members)),
        Optional.of(into));
  }

  /** The same members with another graph. */
  VectorState swapped(LiveGraph fresh, OrdinalBitmap done, OrdinalBitmap refused) {
    return of(members).inserted(fresh, done, refused);
  }

  /** What the builder has yet to put into a graph. */
  OrdinalBitmap waiting() {
    return pending.andNot(rejected);
  }

  /**
   * Whether the graph has to make way for a new one: full with members waiting, or over 30% of its
   * ordinals dead.
   */
  boolean isRebuildDue() {
    return graph
        .filter(tier -> isWorn(tier) || (tier.isFull() && !waiting().isEmpty()))
        .isPresent();
  }

  private boolean isWorn(LiveGraph tier) {
    int dead = tier.ordinals() - covered.cardinality();
    return dead > FEW_DEAD && 10L * dead > 3L * tier.ordinals();
  }
}
