package dev.mneme.bench.report;

import dev.mneme.bench.peers.EngineKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How much a run measures.
 *
 * @param sizes ascending; everything that is measured at one size only is measured at the last
 * @param rounds interleaved over all engines, one sample each
 * @param seconds after which one piece of work stops at the latest
 * @param only names of the phases to measure, such as vector; all where it is empty
 * @param forks so often each engine is started and loaded anew at each size, with all rounds each
 *     time
 * @param minutes there are fewer rounds where it would take longer; 0 for as long as it takes
 * @param efs depths of vector search to sweep; those of each engine where it is empty
 */
public record Extent(
    List<Integer> sizes,
    List<EngineKind> engines,
    int rounds,
    double seconds,
    Set<String> only,
    int forks,
    int minutes,
    List<Integer> efs) {
  private static final List<EngineKind> ALL = Arrays.asList(EngineKind.values());
  private static final int USUAL_MINUTES = 20;

  private static final int USUAL_ROUNDS = 4;

  /** 1,000 searches of a graph take less. */
  private static final double SECONDS = 1.5;

  /** About that many minutes on two processors. */
  public static Extent minutes(int minutes) {
    double factor = Math.max(0.25, (double) minutes / USUAL_MINUTES);
    int rounds = (int) Math.clamp(Math.round(USUAL_ROUNDS * factor), 3, 20);
    var sizes = List.of(10_000, 30_000, 100_000);
    return new Extent(
        sizes, ALL, rounds, SECONDS * Math.min(1, factor), Set.of(), 1, minutes, List.of());
  }

  /** About three minutes: enough to see that everything works. */
  public static Extent quick() {
    return new Extent(List.of(10_000), ALL, 3, 0.08, Set.of(), 1, 0, List.of());
  }

  public Extent withEngines(List<EngineKind> some) {
    return new Extent(sizes, some, rounds, seconds, only, forks, minutes, efs);
  }

  public Extent withSizes(List<Integer> others) {
    var ascending = others.stream().sorted().toList();
    return new Extent(ascending, engines, rounds, seconds, only, forks, minutes, efs);
  }

  /** So many, however long they take. */
  public Extent withRounds(int others) {
    return new Extent(sizes, engines, others, seconds, only, forks, 0, efs);
  }

  public Extent withOnly(Set<String> phases) {
    return new Extent(sizes, engines, rounds, seconds, phases, forks, minutes, efs);
  }

  public Extent withEfs(List<Integer> depths) {
    return new Extent(sizes, engines, rounds, seconds, only, forks, minutes, depths);
  }

  public Extent withForks(int others) {
    return new Extent(sizes, engines, rounds, seconds, only, others, minutes, efs);
  }

  int largest() {
    return sizes.getLast();
  }
}
