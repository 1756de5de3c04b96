package dev.mneme.search.cost;

import dev.mneme.index.vector.GraphStatistics;

/**
 * What each way to run a part of a search costs.
 *
 * <p><b>Unit</b>: microseconds of one thread, warmed up, data in memory. <b>Counted</b>: distances,
 * postings, visits of candidates and B-tree keys, each times its {@link UnitCosts}, times the
 * correction that {@link Calibration} has learnt for the way. <b>Left out</b>: page faults of a
 * cold store, garbage collection, waiting for a core, and everything that all ways of a leg have in
 * common (parsing, fusion, fetching), since it cannot change which one is cheapest. An estimate
 * ranks ways; it is no promise of time.
 *
 * <p>Immutable but for the calibration it reads; thread-safe.
 */
public final class CostModel {

  /**
   * Distances a graph search computes for each candidate it keeps: 32 links a node at M = 16, about
   * half of them to nodes seen before.
   */
  private static final double DISTANCES_PER_EF = 16;

  private static final double MICRO = 1e-3;

  private final UnitCosts unit;
  private final Calibration calibration;

  public CostModel(UnitCosts unit, Calibration calibration) {
    this.unit = unit;
    this.calibration = calibration;
  }

  public Calibration calibration() {
    return calibration;
  }

  /** {@code vectors * (scanned + dimension * component)}. */
  public double vectorExact(long vectors, int dimension) {
    return priced(WayKind.VECTOR_EXACT, scan(vectors, dimension));
  }

  /**
   * The live graph: {@code distances * (graphDistance + dimension * component)} with {@code
   * distances = min(nodes, 16 * ef / selectivity)}. Sealed segments: {@code start} each, and {@code
   * hops * (hop + 2 * dimension * component)} in all, with {@code hops = min(sealed, segments * ef
   * / selectivity)}: a hop reads the codes of all neighbours and one exact vector; or, where that
   * is less, {@code code} for each allowed vector. Then the exact scan of the allowed pending
   * vectors. Not-allowed nodes are passed over, so that the search has to keep {@code 1 /
   * selectivity} times as many candidates. Assumes that being allowed is independent of being close
   * and of the place.
   *
   * @param allowed vectors that may be returned
   * @param places of the vectors, not all empty
   */
  public double vectorGraph(long allowed, GraphStatistics places, int ef, int dimension) {
    double all = (double) places.nodes() + places.pending() + places.sealed();
    double selectivity = Math.clamp(allowed / all, 1 / all, 1);
    double candidates = ef / selectivity;
    double distances = Math.min(places.nodes(), DISTANCES_PER_EF * candidates);
    double live =
        distances * (unit.vector().graphDistance() + dimension * unit.vector().component());
    double hops = Math.min(places.sealed(), places.segments() * candidates);
    double sealed =
        places.segments() * unit.vector().segment().start()
            + Math.min(
                hops * (unit.vector().segment().hop() + 2 * dimension * unit.vector().component()),
                places.sealed() * selectivity * unit.vector().segment().code());
    double pending = scan(Math.round(places.pending() * selectivity), dimension);
    return priced(WayKind.VECTOR_GRAPH, live + sealed + pending);
  }

  /**
   * {@code start + postings * posting}. The set of allowed ordinals is joined in, which costs each
   * matching posting a check.
   */
  public double textJoin(long postings, boolean restricted) {
    double check = restricted ? unit.candidate() : 0;
    return priced(
        WayKind.TEXT_JOIN, unit.text().start() + postings * (unit.text().posting() + check));
  }

  /** {@code start + candidates * terms * seek}. */
  public double textCandidates(long candidates, int terms) {
    double seeks = (double) candidates * Math.max(1, terms);
    return priced(WayKind.TEXT_CANDIDATES, unit.text().start() + seeks * unit.text().seek());
  }

  /**
   * {@code descent + keys * (key + candidate)} with {@code keys = depth / selectivity}, the keys to
   * visit until {@code depth} candidates were met. Assumes that being a candidate is independent of
   * time.
   *
   * @param keys of the tree in the scope's range
   */
  public double timeNewestFirst(long candidates, long keys, int depth) {
    double known = Math.max(1.0, (double) keys);
    double selectivity = Math.clamp(candidates / known, 1 / known, 1);
    double visited = Math.min((double) keys, depth / selectivity);
    return priced(
        WayKind.TIME_NEWEST_FIRST,
        unit.tree().descent() + visited * (unit.tree().key() + unit.candidate()));
  }

  /**
   * {@code candidates * (2 * candidate) + depth * log2(depth) * candidate}: read the column, keep
   * the best in a heap.
   */
  public double timeSort(long candidates, int depth) {
    double kept = Math.max(2, Math.min(candidates, depth));
    double heap = kept * (Math.log(kept) / Math.log(2));
    return priced(WayKind.TIME_SORT, (2.0 * candidates + heap) * unit.candidate());
  }

  /** {@code descent + keys * key}: collect the range from the tree into a set, then intersect. */
  public double rangeTree(long keys) {
    return priced(WayKind.RANGE_TREE, unit.tree().descent() + keys * unit.tree().key());
  }

  /**
   * {@code candidates * 2 * candidate}: look every candidate up in the dense time column and
   * collect those that pass.
   */
  public double rangeColumn(long candidates) {
    return priced(WayKind.RANGE_COLUMN, candidates * 2 * unit.candidate());
  }

  /** Giving a leg to another thread and getting its result back. */
  public double otherThread() {
    return unit.otherThread() * MICRO;
  }

  private double scan(long vectors, int dimension) {
    return vectors * (unit.vector().scanned() + dimension * unit.vector().component());
  }

  private double priced(WayKind kind, double nanos) {
    return nanos * MICRO * calibration.ratio(kind);
  }
}
