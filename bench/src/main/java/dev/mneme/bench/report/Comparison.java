package dev.mneme.bench.report;

import dev.mneme.bench.work.Figure.Better;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One engine in two runs. Rounds are compared after two corrections for noise: settings of one kind
 * of work (all values of ef, all thread counts) are taken together by their geometric mean, and
 * each round is divided by what the other engines, which are the same in both runs, did in that
 * round, so that a machine that is slower today is not taken for a slower engine.
 */
public final class Comparison {
  /** How much worse counts where both were measured round by round in one run. */
  public static final double THRESHOLD = 0.05;

  /**
   * How much worse counts between two runs: each has one process an engine and a size, and
   * processes of one build differ by what was compiled when and what lies where.
   */
  public static final double THRESHOLD_OF_RUNS = 0.1;

  /** Fewer rounds say nothing of noise. */
  private static final int MINIMUM_ROUNDS = 3;

  /** Added to shares, of which 0 is common. */
  private static final double SHARE_FLOOR = 1e-3;

  /** Rare slow operations depend on chance far more than the usual ones. */
  private static final int TAIL_FACTOR = 3;

  /** Writes wait for a disk, which has its own moods. */
  private static final int WRITE_FACTOR = 2;

  private static final Set<String> WRITING = Set.of("mixed", "users", "reopen");

  /** What became of a figure. */
  public enum Verdict {
    SLOWER,
    FASTER,
    NO_CHANGE,
    TOO_FEW_ROUNDS
  }

  /**
   * One kind of work and one metric.
   *
   * @param cost of the second run in units of the first: above 1 is worse, also where a metric is
   *     better when it is higher
   */
  public record Change(
      String work, int memories, String metric, Statistics.Interval cost, Verdict verdict) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-14s %,9d  %-28s %.3f  [%.3f, %.3f]  %s",
          work,
          memories,
          metric,
          cost.estimate(),
          cost.low(),
          cost.high(),
          verdict.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
  }

  private record Kind(String work, int memories, String metric, String unit, Better better) {
    static Kind of(Measurement measurement) {
      return new Kind(
          measurement.work(),
          measurement.memories(),
          measurement.metric(),
          measurement.unit(),
          measurement.better());
    }

    boolean isTime() {
      return unit.equals("us") || unit.equals("s") || unit.equals("1/s");
    }

    /** In units of the threshold. */
    int noise() {
      boolean writes =
          WRITING.contains(work) || metric.startsWith("store_") || metric.startsWith("add_");
      return (metric.endsWith("p99") ? TAIL_FACTOR : 1) * (writes ? WRITE_FACTOR : 1);
    }
  }

  private record Key(String engine, Kind kind, Map<String, String> parameters) {}

  /** A measurement of both runs. */
  private record Pair(double[] a, double[] b) {
    int rounds() {
      return Math.min(a.length, b.length);
    }
  }

  private final String engine;
  private final double threshold;
  private final Statistics.Design design;
  private final Map<Key, Pair> pairs = new LinkedHashMap<>();

  /**
   * Of two runs.
   *
   * @param engine which to judge; the others show what the machine did
   * @param threshold a change counts when its whole 99% interval is beyond 1 + threshold; not
   *     positive for the usual one
   */
  public Comparison(Results a, Results b, String engine, double threshold) {
    this.engine = engine;
    boolean paired = a.created().equals(b.created());
    double usual = paired ? THRESHOLD : THRESHOLD_OF_RUNS;
    this.threshold = threshold > 0 ? threshold : usual;
    this.design = new Statistics.Design(a.forks() == b.forks() ? a.forks() : 1, paired);
    var first = new LinkedHashMap<Key, Measurement>();
    a.measurements().forEach(measurement -> first.put(key(measurement), measurement));
    for (var measurement : b.measurements()) {
      var key = key(measurement);
      Optional.ofNullable(first.get(key))
          .filter(_ -> measurement.better() != Better.NEITHER)
          .ifPresent(before -> pairs.put(key, new Pair(samples(before), samples(measurement))));
    }
  }

  private static Key key(Measurement measurement) {
    return new Key(measurement.engine(), Kind.of(measurement), measurement.parameters());
  }

  private static double[] samples(Measurement measurement) {
    double floor = measurement.unit().equals("share") ? SHARE_FLOOR : 0;
    return measurement.samples().stream().mapToDouble(value -> value + floor).toArray();
  }

  /** Every kind of work that both runs did. */
  public List<Change> changes() {
    return pairs.keySet().stream()
        .filter(key -> key.engine().equals(engine))
        .map(Key::kind)
        .distinct()
        .map(this::change)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Change> change(Kind kind) {
    var own = pairsOf(kind, true);
    int rounds = own.stream().mapToInt(Pair::rounds).min().orElse(0);
    if (rounds == 0) {
      return Optional.empty();
    }
    var others = kind.isTime() ? pairsOf(kind, false) : List.<Pair>of();
    var machine = others.stream().filter(pair -> pair.rounds() >= rounds).toList();
    var a = IntStream.range(0, rounds).mapToDouble(i -> level(own, machine, i, true)).toArray();
    var b = IntStream.range(0, rounds).mapToDouble(i -> level(own, machine, i, false)).toArray();
    var cost =
        kind.better() == Better.LOWER
            ? Statistics.ratio(a, b, design)
            : Statistics.ratio(b, a, design);
    return Optional.of(
        new Change(kind.work(), kind.memories(), kind.metric(), cost, verdict(kind, rounds, cost)));
  }

  private List<Pair> pairsOf(Kind kind, boolean own) {
    var found = new ArrayList<Pair>();
    pairs.forEach(
        (key, pair) -> {
          if (key.kind().equals(kind) && key.engine().equals(engine) == own) {
            found.add(pair);
          }
        });
    return found;
  }

  /** A round's level in units of what is usual over both runs, in terms of the machine's. */
  private static double level(List<Pair> own, List<Pair> machine, int round, boolean first) {
    double level = usual(own, round, first);
    return machine.isEmpty() ? level : level / usual(machine, round, first);
  }

  private static double usual(List<Pair> pairs, int round, boolean first) {
    return Statistics.geometricMean(
        pairs.stream()
            .mapToDouble(
                pair -> (first ? pair.a() : pair.b())[round] / Statistics.median(both(pair)))
            .toArray());
  }

  private static double[] both(Pair pair) {
    var all = Arrays.copyOf(pair.a(), pair.a().length + pair.b().length);
    System.arraycopy(pair.b(), 0, all, pair.a().length, pair.b().length);
    return all;
  }

  private Verdict verdict(Kind kind, int rounds, Statistics.Interval cost) {
    double limit = 1 + threshold * kind.noise();
    if (rounds < MINIMUM_ROUNDS) {
      return Verdict.TOO_FEW_ROUNDS;
    }
    if (cost.low() > limit) {
      return Verdict.SLOWER;
    }
    return cost.high() < 1 / limit ? Verdict.FASTER : Verdict.NO_CHANGE;
  }
}
