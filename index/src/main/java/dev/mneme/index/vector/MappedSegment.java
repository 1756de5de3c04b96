package dev.mneme.index.vector;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.core.vector.CodeTable;
import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A sealed segment in a mapped file, whose bytes {@link SegmentHeader} documents. On the heap are
 * the bitmap of its ordinals, its twins, and scratch for as many searches as ever ran at once: a
 * bit a node each.
 */
final class MappedSegment implements SealedSegment {
  private final Path file;
  private final SegmentHeader header;
  private final MemorySegment bytes;
  private final SegmentGraph graph;
  private final SegmentNodes nodes;
  private final OrdinalBitmap ordinals;
  private final int members;
  private final float[] centroid;
  private final Rotation rotation;
  private final Scorer scorer;
  private final VectorSource source;
  private final CodeKernels kernels;
  private final Queue<SegmentSearch> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param bytes the whole file, validated
   */
  MappedSegment(
      Path file, SegmentHeader header, MemorySegment bytes, Scorer scorer, VectorSource source) {
    this(file, header, bytes, scorer, source, CodeKernels.best());
  }

  MappedSegment(
      Path file,
      SegmentHeader header,
      MemorySegment bytes,
      Scorer scorer,
      VectorSource source,
      CodeKernels kernels) {
    this.file = file;
    this.header = header;
    this.bytes = bytes;
    this.scorer = scorer;
    this.source = source;
    this.kernels = kernels;
    var layout = header.layout();
    this.rotation = new Rotation(layout.dimensions());
    this.centroid = floats(header.centroidStart(), header.space().dimensions());
    this.graph =
        new SegmentGraph(
            bytes,
            header.linksStart(),
            header.degree(),
            new CodeTable(bytes, header.firstStart(), layout.firstRecord()),
            new CodeTable(bytes, header.secondStart(), layout.secondRecord()),
            ints(header.pivotsStart(), header.pivots()));
    this.nodes =
        new SegmentNodes(
            bytes.asSlice(header.ordinalsStart(), 4L * header.nodes()), header.nodes(), twins());
    this.ordinals = nodes.ordinals();
    this.members = ordinals.cardinality();
  }

  private float[] floats(long start, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.get(Encoder.FLOAT, start + 4L * i);
    }
    return values;
  }

  private int[] ints(long start, int count) {
    var values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.get(SegmentWriter.INT, start + 4L * i);
    }
    return values;
  }

  private long[] twins() {
    int[] pairs = ints(header.twinsStart(), 2 * header.twins());
    var twins = new long[header.twins()];
    for (int i = 0; i < twins.length; i++) {
      twins[i] = (long) pairs[2 * i] << 32 | pairs[2 * i + 1];
    }
    return twins;
  }

  @Override
  public boolean search(
      float[] prepared,
      OrdinalBitmap eligible,
      BestOrdinals best,
      Deadline deadline,
      SearchEffort effort) {
    var search = idle.poll();
    if (search == null) {
      search = new SegmentSearch(this, kernels);
    }
    // After an exception it is not used again: it may hold references into the log.
    boolean searched = search.run(prepared, eligible, best, deadline, effort);
    idle.add(search);
    return searched;
  }

  /** How wide a beam that effort is. */
  int width(SearchEffort effort) {
    return effort.ef() > 0 ? effort.ef() : header.depths().width(effort.recall(), effort.results());
  }

  SegmentQuery query() {
    var layout = header.layout();
    return new SegmentQuery(layout, new Encoder(layout, rotation, centroid));
  }

  SegmentHeader header() {
    return header;
  }

  SegmentGraph graph() {
    return graph;
  }

  float[] centroid() {
    return centroid;
  }

  SegmentNodes segmentNodes() {
    return nodes;
  }

  Scorer scorer() {
    return scorer;
  }

  MemorySegment vector(int ordinal) {
    return source.vector(ordinal);
  }

  /** Prepares the raw vector of a node. */
  double scale(int node) {
    return bytes.get(
        Encoder.DOUBLE, header.secondStart() + (long) node * header.layout().secondStride());
  }

  /** Ordinals, dead ones included. */
  int members() {
    return members;
  }

  @Override
  public int unreachable(OrdinalBitmap live) {
    return new Connectivity(graph, header.nodes()).unreachable(nodes, live);
  }

  @Override
  public boolean isIntact() {
    return SegmentChecks.isIntact(bytes, header);
  }

  @Override
  public OrdinalBitmap ordinals() {
    return ordinals;
  }

  @Override
  public int nodes() {
    return header.nodes();
  }

  @Override
  public long heapBytes() {
    return ordinals.heapBytes()
        + 8L * header.twins()
        + (header.nodes() / Byte.SIZE + 65_536L) * idle.size();
  }

  @Override
  public long diskBytes() {
    return header.fileLength();
  }

  @Override
  public Path file() {
    return file;
  }
}
