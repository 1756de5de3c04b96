package dev.mneme.index.vector.segment;

import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.CodeTable;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The content of a segment file, mapped; {@link SegmentHeader} documents the bytes. On the heap are
 * the bitmap of its ordinals and its duplicates. Immutable and thread-safe.
 */
public final class MappedSegment {
  private final Path file;
  private final SegmentHeader header;
  private final MemorySegment bytes;
  private final SegmentGraph graph;
  private final SegmentNodes nodes;
  private final OrdinalBitmap ordinals;
  private final int members;
  private final float[] centroid;
  private final Rotation rotation;

  private MappedSegment(Path file, SegmentHeader header, MemorySegment bytes) {
    this.file = file;
    this.header = header;
    this.bytes = bytes;
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
            ints(header.entryPointsStart(), header.entryPoints()));
    this.nodes =
        new SegmentNodes(
            bytes.asSlice(header.ordinalsStart(), 4L * header.nodes()),
            header.nodes(),
            duplicates());
    this.ordinals = nodes.ordinals();
    this.members = ordinals.cardinality();
  }

  private float[] floats(long start, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.get(LittleEndian.FLOAT, start + 4L * i);
    }
    return values;
  }

  private int[] ints(long start, int count) {
    var values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.get(LittleEndian.INT, start + 4L * i);
    }
    return values;
  }

  private long[] duplicates() {
    int[] pairs = ints(header.duplicatesStart(), 2 * header.duplicates());
    var duplicates = new long[header.duplicates()];
    for (int i = 0; i < duplicates.length; i++) {
      duplicates[i] = (long) pairs[2 * i] << 32 | pairs[2 * i + 1];
    }
    return duplicates;
  }

  /**
   * Maps a file that was validated, or written just now.
   *
   * @throws IOException if it cannot be mapped
   */
  public static MappedSegment map(Storage storage, Path file, SegmentHeader header)
      throws IOException {
    return new MappedSegment(file, header, storage.map(file, header.fileLength()));
  }

  /**
   * Reads and checks every byte through the channel, then maps the file. Reads no vector.
   *
   * @throws SegmentHeader.Unusable if it is damaged, newer, or of another dimension or similarity
   */
  public static MappedSegment open(Storage storage, Path file, Similarity similarity, int dimension)
      throws IOException, SegmentHeader.Unusable {
    try (var in = storage.open(file, Storage.Mode.READ)) {
      long length = in.size();
      var head = ByteBuffer.allocate(SegmentHeader.SIZE);
      in.read(head, 0);
      var header = SegmentHeader.readFrom(head.flip(), length);
      var space = header.space();
      if (space.dimension() != dimension || space.similarity() != similarity) {
        throw new SegmentHeader.Unusable(
            "it is for %d dimensions and %s".formatted(space.dimension(), space.similarity()));
      }
      SegmentChecks.requireIntact(in::read, header);
      return map(storage, file, header);
    }
  }

  /** A new one, to be set. */
  public SegmentQuery query() {
    var layout = header.layout();
    return new SegmentQuery(layout, new Encoder(layout, rotation, centroid));
  }

  public SegmentHeader header() {
    return header;
  }

  public SegmentGraph graph() {
    return graph;
  }

  /** What the codes were made around. */
  public float[] centroid() {
    return centroid;
  }

  /** Which ordinals each node stands for. */
  public SegmentNodes segmentNodes() {
    return nodes;
  }

  /** Prepares the raw vector of a node. */
  public double scale(int node) {
    return bytes.get(
        LittleEndian.DOUBLE, header.secondStart() + (long) node * header.layout().secondStride());
  }

  /** Ordinals, dead ones included. */
  public int members() {
    return members;
  }

  /** How many of these ordinals no search could come to. O(links). */
  public int unreachable(OrdinalBitmap live) {
    return new Connectivity(graph, header.nodes()).unreachable(nodes, live);
  }

  /** Whether all its bytes are what they were when it was opened. Reads them all. */
  public boolean isIntact() {
    return SegmentChecks.isIntact(bytes, header);
  }

  /** All that it was built from, dead ones included. */
  public OrdinalBitmap ordinals() {
    return ordinals;
  }

  public int nodes() {
    return header.nodes();
  }

  public long heapBytes() {
    return ordinals.heapBytes() + 8L * header.duplicates();
  }

  public Path file() {
    return file;
  }
}
