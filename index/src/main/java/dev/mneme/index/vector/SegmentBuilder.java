package dev.mneme.index.vector;

import dev.mneme.core.log.Storage;
import dev.mneme.core.vector.CodeKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds one segment: codes, a graph with room to spare, its rows cut to their final length, the
 * calibration with members held out so far, these members, and repairs. Off heap it takes a code
 * and twice the links for each node while it runs.
 */
final class SegmentBuilder {
  private static final Logger log = LoggerFactory.getLogger(SegmentBuilder.class);

  /** Links a node: two cache lines of them. */
  static final int DEGREE = 32;

  /** Rows grow to this before they are pruned, which is dear. */
  private static final int ROOM = 48;

  /** Tell a recall of 0.99 to within 0.001. */
  private static final int MAX_HELD_OUT = 1_024;

  private static final int HELD_OUT_SHARE = 20;
  private static final long SEED = 0x5eed;

  private final BuildVectors vectors;
  private final Crew crew;
  private final IntConsumer progress;

  SegmentBuilder(BuildVectors vectors, Crew crew, IntConsumer progress) {
    this.vectors = vectors;
    this.crew = crew;
    this.progress = progress;
  }

  /** Builds and writes the file, synced; what it had to hold until then is freed. */
  SegmentHeader build(Storage storage, Path file) throws IOException {
    long started = System.nanoTime();
    try (var arena = Arena.ofShared()) {
      int nodes = vectors.nodes();
      var codes = SegmentCodes.of(vectors, arena, crew);
      int[] order = order(nodes);
      int heldOut = Math.min(MAX_HELD_OUT, nodes / HELD_OUT_SHARE);
      var construction = new GraphConstruction(vectors, codes, crew, order, DEGREE);
      var links = new MutableLinks(arena, nodes, DEGREE);
      try (var scratch = Arena.ofShared()) {
        var wide = new MutableLinks(scratch, nodes, ROOM);
        construction.insert(wide, 0, nodes - heldOut, progress);
        construction.shrink(wide, links);
      }
      int[] pivots = Arrays.copyOf(construction.pivots(), Math.max(1, pivots(nodes, heldOut)));
      long calibrating = System.nanoTime();
      var depths =
          new Calibration(
                  vectors,
                  codes,
                  codes.graph(links, pivots),
                  crew,
                  Arrays.copyOf(order, nodes - heldOut),
                  Arrays.copyOfRange(order, nodes - heldOut, nodes))
              .run();
      log.debug("Calibrated in {} ms", (System.nanoTime() - calibrating) / 1_000_000);
      construction.insert(links, nodes - heldOut, nodes, progress);
      int repaired = repair(codes, links, pivots);
      var header =
          new SegmentHeader(
              vectors.space(), nodes, vectors.twins().length, pivots.length, DEGREE, depths);
      write(storage, file, header, codes, links, pivots);
      log.debug(
          "Built a segment of {} nodes in {} ms, {} links repaired, width {} for recall@10 0.99",
          nodes,
          (System.nanoTime() - started) / 1_000_000,
          repaired,
          depths.width(0.99, 10));
      return header;
    }
  }

  private int pivots(int nodes, int heldOut) {
    return Math.min((int) Math.sqrt(nodes), Math.min(1_024, nodes - heldOut));
  }

  private static int[] order(int nodes) {
    var order = new int[nodes];
    Arrays.setAll(order, i -> i);
    var random = new SplittableRandom(SEED);
    for (int i = nodes - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private int repair(SegmentCodes codes, MutableLinks links, int[] pivots) {
    var graph = codes.graph(links, pivots);
    var beam = new Beam(CodeKernels.best()).reserve(vectors.nodes());
    var query = codes.query();
    var point = new float[vectors.space().dimensions()];
    return new Reachability(links, pivots[0], crew::check)
        .repair(
            pivots,
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
      int[] pivots)
      throws IOException {
    if (storage.exists(file)) {
      storage.delete(file);
    }
    try (var out = storage.open(file, Storage.Mode.CREATE)) {
      var writer = new SegmentWriter(out, crew::check);
      writer.header(header);
      writer.putFloats(vectors.centroid());
      writer.padTo(header.pivotsStart());
      writer.putInts(pivots);
      writer.padTo(header.ordinalsStart());
      writer.putInts(vectors.ordinals());
      writer.padTo(header.twinsStart());
      writer.putPairs(vectors.twins());
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
