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
 * @param efs depths of vector search to sweep; those of each engine where it is empty
 */
public record Extent(
    List<Integer> sizes,
    List<EngineKind> engines,
    int rounds,
    double seconds,
    Set<String> only,
    List<Integer> efs) {
  private static final List<EngineKind> ALL = Arrays.asList(EngineKind.values());
  private static final int USUAL_MINUTES = 20;

  /** About that many minutes on two processors. */
  public static Extent minutes(int minutes) {
    double factor = Math.max(0.25, (double) minutes / USUAL_MINUTES);
    int rounds = (int) Math.clamp(Math.round(5 * factor), 3, 25);
    return new Extent(
        List.of(10_000, 30_000, 100_000), ALL, rounds, Math.min(2, factor), Set.of(), List.of());
  }

  /** About two minutes: enough to see that everything works. */
  public static Extent quick() {
    return new Extent(List.of(10_000), ALL, 3, 0.15, Set.of(), List.of());
  }

  public Extent withEngines(List<EngineKind> some) {
    return new Extent(sizes, some, rounds, seconds, only, efs);
  }

  public Extent withSizes(List<Integer> others) {
    return new Extent(others.stream().sorted().toList(), engines, rounds, seconds, only, efs);
  }

  public Extent withRounds(int others) {
    return new Extent(sizes, engines, others, seconds, only, efs);
  }

  public Extent withOnly(Set<String> phases) {
    return new Extent(sizes, engines, rounds, seconds, phases, efs);
  }

  public Extent withEfs(List<Integer> depths) {
    return new Extent(sizes, engines, rounds, seconds, only, depths);
  }

  int largest() {
    return sizes.getLast();
  }
}
