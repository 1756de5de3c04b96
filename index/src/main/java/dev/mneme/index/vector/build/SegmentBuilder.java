package dev.mneme.index.vector.build;

import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.search.Beam;
import dev.mneme.index.vector.segment.EfTable;
import dev.mneme.index.vector.segment.SegmentGraph;
import dev.mneme.index.vector.segment.SegmentHeader;
import dev.mneme.index.vector.segment.SegmentWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds one segment, from nothing or from one that it takes over: codes, a graph with room to
 * spare, its rows cut to their final length, the calibration with members held out so far, these
 * members, and repairs. Off heap it takes a code and twice the links for each node while it runs.
 */
final class SegmentBuilder {
  private static final Logger log = LoggerFactory.getLogger(SegmentBuilder.class);

  /** Links a node: two cache lines of them. */
  static final int DEGREE = 32;

  /** Links that a row may have before it is pruned, which is dear. */
  private static final int ROOM = 48;

  /** Tell a recall of 0.99 to within 0.001. */
  private static final int MAX_HELD_OUT = 1_024;

  /** Enough for a segment that a larger one will soon take the place of. */
  private static final int HELD_OUT_FOR_NOW = 128;

  private static final int HELD_OUT_SHARE = 20;

  /** Nodes that tell what ef inserts need, among so many others. */
  private static final int PROBES = 64;

  private static final int PROBED = 20_000;
  private static final int MIN_PROBED = 2_000;
  private static final double RECALL_OF_INSERTS = 0.98;

  /** More was not tried; 150 was worse. */
  private static final int MAX_EF_CONSTRUCTION = 200;

  /** Fewer queries than this would say less than what the old segment has measured. */
  private static final int MIN_HELD_OUT = 100;

  private final BuildVectors vectors;
  private final WorkerPool pool;
  private final Optional<BaseSegment> base;
  private final BooleanSupplier settled;
  private final IntConsumer progress;

  /**
   * @param base what is taken over, if anything
   * @param settled false if a larger one will soon take its place, so that it need not be
   *     calibrated anew unless it is twice the size, and then roughly; asked when the graph is
   *     there
   */
  SegmentBuilder(
      BuildVectors vectors,
      WorkerPool pool,
      Optional<BaseSegment> base,
      BooleanSupplier settled,
      IntConsumer progress) {
    this.vectors =
        base.map(BaseSegment::segment).map(old -> vectors.around(old.centroid())).orElse(vectors);
    this.pool = pool;
    this.base = base;
    this.settled = settled;
    this.progress = progress;
  }

  /** Builds and writes the file, synced; what it had to hold until then is freed. */
  SegmentHeader build(Storage storage, Path file) throws IOException {
    long started = System.nanoTime();
    try (var arena = Arena.ofShared()) {
      int nodes = vectors.nodes();
      var insertions = Insertions.of(base, nodes);
      var codes = SegmentCodes.of(vectors, insertions.missing(), arena, pool);
      base.ifPresent(old -> old.copyCodes(codes, pool));
      int heldOut = heldOut(insertions);
      var construction = new GraphConstruction(vectors, codes, pool, insertions, DEGREE);
      var links = new MutableLinks(arena, nodes, DEGREE);
      try (var scratch = Arena.ofShared()) {
        var roomy = new MutableLinks(scratch, nodes, ROOM);
        base.ifPresent(old -> old.copyLinks(roomy, pool));
        insert(construction, insertions, codes, roomy, nodes - heldOut);
        construction.shrink(roomy, links);
      }
      int[] entryPoints = construction.entryPoints(nodes - heldOut);
      var efTable = efTable(insertions, heldOut, codes, codes.graph(links, entryPoints));
      construction.insert(links, nodes - heldOut, nodes, progress);
      int repaired = repair(codes, links, entryPoints);
      var header =
          new SegmentHeader(
              vectors.space(),
              nodes,
              vectors.duplicates().length,
              entryPoints.length,
              DEGREE,
              efTable);
      write(storage, file, header, codes, links, entryPoints);
      log.debug(
          "Built a segment of {} nodes in {} ms, {} links repaired, ef {} for recall@10 0.99",
          nodes,
          (System.nanoTime() - started) / 1_000_000,
          repaired,
          efTable.ef(0.99, 10));
      return header;
    }
  }

  /**
   * Inserts all but those held out. An insert that does not find the nearest cannot link to them,
   * so that when part of the nodes are there, the others tell what ef it takes: with twice as many
   * candidates, searches of word vectors of 100 dimensions need an ef of 350 instead of 600; those
   * of sentence embeddings gain little.
   */
  private void insert(
      GraphConstruction construction,
      Insertions insertions,
      SegmentCodes codes,
      MutableLinks links,
      int to) {
    int from = insertions.present();
    int probed = Math.max(from, Math.min(PROBED, to / 4));
    if (to - probed >= PROBES && probed >= MIN_PROBED) {
      construction.insert(links, from, probed, progress);
      from = probed;
      var graph = codes.graph(links, construction.entryPoints(probed));
      int ef = calibration(codes, graph, insertions.order(), probed, PROBES).ef(RECALL_OF_INSERTS);
      construction.ef(
          Math.clamp(
              EfTable.raised(ef, doublings(probed, to)),
              GraphConstruction.EF_CONSTRUCTION,
              MAX_EF_CONSTRUCTION));
    }
    construction.insert(links, from, to, progress);
  }

  /** How many members are left out of the graph at first, to be queries. */
  private int heldOut(Insertions insertions) {
    int all = insertions.order().length;
    int most = Math.min(MAX_HELD_OUT, all / HELD_OUT_SHARE);
    if (base.isEmpty()) {
      return most;
    }
    int some = Math.min(most, (all - insertions.present()) / 2);
    return some >= MIN_HELD_OUT ? some : 0;
  }

  private EfTable efTable(
      Insertions insertions, int heldOut, SegmentCodes codes, SegmentGraph graph) {
    int[] order = insertions.order();
    boolean toStay = settled.getAsBoolean();
    if (base.isPresent()) {
      double doublings = doublings(insertions.present(), order.length);
      if (heldOut == 0 || (!toStay && doublings < 1)) {
        return base.get().segment().header().efTable().raised(doublings);
      }
    }
    long started = System.nanoTime();
    int queries = toStay ? heldOut : Math.min(heldOut, HELD_OUT_FOR_NOW);
    var table = calibration(codes, graph, order, order.length - heldOut, queries).run();
    log.debug("Calibrated in {} ms", (System.nanoTime() - started) / 1_000_000);
    return table;
  }

  /** With the nodes that follow on those present in the order as queries. */
  private Calibration calibration(
      SegmentCodes codes, SegmentGraph graph, int[] order, int present, int queries) {
    return new Calibration(
        vectors,
        codes,
        graph,
        pool,
        Arrays.copyOf(order, present),
        Arrays.copyOfRange(order, present, present + queries));
  }

  private static double doublings(int from, int to) {
    return Math.log((double) to / from) / Math.log(2);
  }

  private int repair(SegmentCodes codes, MutableLinks links, int[] entryPoints) {
    var graph = codes.graph(links, entryPoints);
    var beam = new Beam(CodeKernels.best()).reserve(vectors.nodes());
    var query = codes.query();
    var point = new float[vectors.space().dimensions()];
    return new Reachability(links, entryPoints[0], pool::check)
        .repair(
            entryPoints,
            node -> {
              vectors.point(node, point);
              query.set(point);
              beam.search(graph, query, DEGREE, new Deadline(Long.MAX_VALUE));
              var near = new int[beam.size()];
              Arrays.setAll(near, beam::node);
              return near;
            });
  }

  private void write(
      Storage storage,
      Path file,
      SegmentHeader header,
      SegmentCodes codes,
      MutableLinks links,
      int[] entryPoints)
      throws IOException {
    if (storage.exists(file)) {
      storage.delete(file);
    }
    try (var out = storage.open(file, Storage.Mode.CREATE)) {
      var writer = new SegmentWriter(out, pool::check);
      writer.header(header);
      writer.putFloats(vectors.centroid());
      writer.padTo(header.entryPointsStart());
      writer.putInts(entryPoints);
      writer.padTo(header.ordinalsStart());
      writer.putInts(vectors.ordinals());
      writer.padTo(header.duplicatesStart());
      writer.putPairs(vectors.duplicates());
      writer.padTo(header.linksStart());
      writer.put(links.rows());
      writer.padTo(header.firstStart());
      writer.put(codes.first());
      writer.padTo(header.secondStart());
      writer.put(codes.second());
      writer.padTo(header.checksumsStart());
      writer.finish();
      out.sync();
    }
  }
}
