package dev.mneme.index.vector.maintain;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.live.LiveGraph;
import dev.mneme.index.vector.search.SealedSegment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a search sees, taken once and immutable but for the graph, which only grows: {@code covered}
 * says how much of it counts. Each member is in exactly one place: {@code pending}, {@code covered}
 * by the graph, or covered by one sealed segment. Whatever moves a member takes it out of its old
 * place in the same step, so steps of different threads may come in any order.
 *
 * @param covered members that the graph finds
 * @param pending members that are scanned instead
 * @param rejected the pending ones that neither graph nor segment took; they wait for the next
 *     rebuild
 * @param graph empty while it would cover nothing
 * @param segments largest first
 */
public record VectorState(
    OrdinalBitmap members,
    OrdinalBitmap covered,
    OrdinalBitmap pending,
    OrdinalBitmap rejected,
    Optional<LiveGraph> graph,
    List<SealedTier> segments) {

  /** Below this many dead ordinals a rebuild of the graph is not worth its while. */
  private static final int MIN_DEAD = 32;

  private static final Comparator<SealedTier> LARGEST_FIRST =
      Comparator.comparingInt((SealedTier tier) -> tier.covered().cardinality()).reversed();

  public VectorState {
    segments =
        segments.stream().filter(tier -> !tier.covered().isEmpty()).sorted(LARGEST_FIRST).toList();
    graph = covered.isEmpty() ? Optional.empty() : graph;
  }

  /** Nothing but pending members, less those of the segments, which do not overlap. */
  public static VectorState of(OrdinalBitmap members, List<SealedTier> segments) {
    var none = OrdinalBitmap.empty();
    var pending = members.andNot(covered(segments));
    return new VectorState(members, none, pending, none, Optional.empty(), segments);
  }

  /** All that these segments cover. */
  static OrdinalBitmap covered(Collection<SealedTier> segments) {
    return OrdinalBitmap.union(segments.stream().map(SealedTier::covered).toList());
  }

  public VectorState added(OrdinalBitmap fresh) {
    return new VectorState(
        members.or(fresh), covered, pending.or(fresh), rejected, graph, segments);
  }

  public VectorState reclaimed(OrdinalBitmap dead) {
    return new VectorState(
        members.andNot(dead),
        covered.andNot(dead),
        pending.andNot(dead),
        rejected.andNot(dead),
        graph,
        segments.stream().map(tier -> tier.without(dead)).toList());
  }

  /**
   * The same members with {@code done} found by {@code into}; those that have been reclaimed or
   * sealed in the meantime are left out.
   */
  VectorState inserted(LiveGraph into, OrdinalBitmap done, OrdinalBitmap refused) {
    var living = done.and(pending);
    return new VectorState(
        members,
        covered.or(living),
        pending.andNot(living),
        rejected.or(refused.and(pending)),
        Optional.of(into),
        segments);
  }

  /** The same members with another graph. */
  VectorState swapped(LiveGraph fresh, OrdinalBitmap done, OrdinalBitmap refused) {
    return withoutGraph().inserted(fresh, done, refused);
  }

  /** The same members, those of the graph and the rejected ones waiting. */
  VectorState withoutGraph() {
    var none = OrdinalBitmap.empty();
    return new VectorState(members, none, pending.or(covered), none, Optional.empty(), segments);
  }

  /**
   * The same members with one more segment, which takes over all that it has from wherever that is.
   *
   * @param asked what the segment was made from; what it lacks of that is rejected
   */
  VectorState sealed(SealedSegment segment, OrdinalBitmap asked) {
    var taken = segment.ordinals().and(members);
    var lost = asked.and(members).andNot(taken);
    var moved = taken.or(lost);
    return new VectorState(
        members,
        covered.andNot(moved),
        pending.andNot(taken).or(lost),
        rejected.andNot(taken).or(lost),
        graph,
        Stream.concat(
                segments.stream().map(tier -> tier.without(moved)),
                Stream.of(new SealedTier(segment, taken)))
            .toList());
  }

  /** The same members without a segment, whose members wait to be taken in anew. */
  VectorState without(SealedSegment damaged) {
    var lost = covered(segments.stream().filter(tier -> tier.segment() == damaged).toList());
    return new VectorState(
        members,
        covered,
        pending.or(lost),
        rejected,
        graph,
        segments.stream().filter(tier -> tier.segment() != damaged).toList());
  }

  /** The same members, of which these can neither be put into the graph nor be sealed. */
  VectorState refused(OrdinalBitmap unreadable) {
    var lost = unreadable.and(members);
    return new VectorState(
        members,
        covered.andNot(lost),
        pending.or(lost),
        rejected.or(lost),
        graph,
        segments.stream().map(tier -> tier.without(lost)).toList());
  }

  /** What the builder has yet to put into a graph or a segment. */
  OrdinalBitmap waiting() {
    return pending.andNot(rejected);
  }

  /** Members that are in no segment. */
  OrdinalBitmap unsealed() {
    return pending.or(covered);
  }

  boolean isGraphFull() {
    return graph.filter(LiveGraph::isFull).isPresent();
  }

  /** Whether over 30% of the graph's ordinals are dead. */
  boolean isGraphWorn() {
    return graph.filter(this::isWorn).isPresent();
  }

  private boolean isWorn(LiveGraph tier) {
    int dead = tier.ordinals() - covered.cardinality();
    return dead > MIN_DEAD && 10L * dead > 3L * tier.ordinals();
  }

  /** Whether one segment holds all members and nothing else, or there are no members. */
  boolean isCompact() {
    return members.isEmpty()
        || (segments.size() == 1
            && segments.getFirst().dead() == 0
            && segments.getFirst().covered().cardinality() == members.cardinality());
  }
}
