package dev.mneme.index.vector.segment;

import dev.mneme.memory.Similarity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a segment file. Little-endian; every section starts at a multiple of 64:
 *
 * <pre>
 *   byte  0  u64  magic "MNEMESEG"
 *   byte  8  u32  version of the format, 1
 *   byte 12  i32  similarity: 0 cosine, 1 dot product, 2 Euclidean
 *   byte 16  i32  dimension of the store's vectors, 1 to 8192
 *   byte 20  i32  1 if points have one more dimension (see Space), else 0
 *   byte 24  f64  greatest norm of a member
 *   byte 32  i32  n, nodes
 *   byte 36  i32  t, duplicates: members whose vector is equal to that of a node's first member
 *   byte 40  i32  p, entry points
 *   byte 44  i32  d, links a node
 *   byte 48  i64  length of the file
 *   byte 56  14 i32: EfTable.at10, EfTable.at100
 *   byte 112 f64  EfTable.distanceExponent; 0 where an older build made the file
 *   byte 120      zeros
 *
 *   byte 128 f32[dimensions of a point]  centroid
 *            i32[p]           entry points; the first is the root
 *            i32[n]           first ordinal of each node, ascending
 *            i32[2 * t]       duplicates: node, ordinal; ascending by both
 *            i32[n * d]       links: nodes; a row is filled up with its own node
 *            n first records  see CodeLayout
 *            64 zeros
 *            n second records
 *            64 zeros
 *            u32[]            CRC32C of each MiB of all before, the last one may be short
 *            u32              CRC32C of these checksums
 * </pre>
 *
 * @param efTable what the calibration measured
 */
public record SegmentHeader(
    Space space, int nodes, int duplicates, int entryPoints, int degree, EfTable efTable) {
  static final int VERSION = 1;

  /** Bytes under one checksum. */
  public static final int BLOCK = 1 << 20;

  static final int SIZE = 128;
  private static final long MAGIC = 0x4745_5345_4d45_4e4dL;
  private static final int SECTION = 64;
  private static final int MAX_DIMENSION = 8_192;

  /** Why a file cannot be used. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String reason) {
      super(reason);
    }
  }

  CodeLayout layout() {
    return CodeLayout.of(space.dimensions());
  }

  long centroidStart() {
    return SIZE;
  }

  public long entryPointsStart() {
    return aligned(centroidStart() + 4L * space.dimensions());
  }

  public long ordinalsStart() {
    return aligned(entryPointsStart() + 4L * entryPoints);
  }

  public long duplicatesStart() {
    return aligned(ordinalsStart() + 4L * nodes);
  }

  public long linksStart() {
    return aligned(duplicatesStart() + 8L * duplicates);
  }

  public long firstStart() {
    return aligned(linksStart() + 4L * nodes * degree);
  }

  public long secondStart() {
    return aligned(firstStart() + (long) nodes * layout().firstStride() + CodeLayout.SLACK);
  }

  public long checksumsStart() {
    return aligned(secondStart() + (long) nodes * layout().secondStride() + CodeLayout.SLACK);
  }

  int blocks() {
    return Math.toIntExact((checksumsStart() + BLOCK - 1) / BLOCK);
  }

  public long fileLength() {
    return checksumsStart() + 4L * blocks() + 4;
  }

  private static long aligned(long offset) {
    return (offset + SECTION - 1) / SECTION * SECTION;
  }

  void writeTo(ByteBuffer out) {
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(VERSION).putInt(code(space.similarity()));
    out.putInt(space.dimension()).putInt(space.lifted() ? 1 : 0).putDouble(space.longest());
    out.putInt(nodes).putInt(duplicates).putInt(entryPoints).putInt(degree).putLong(fileLength());
    for (int ef : efTable.at10()) {
      out.putInt(ef);
    }
    for (int ef : efTable.at100()) {
      out.putInt(ef);
    }
    out.putDouble(efTable.distanceExponent());
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @param fileLength the length that the file has
   * @throws Unusable if it is not that
   */
  static SegmentHeader readFrom(ByteBuffer in, long fileLength) throws Unusable {
    in.order(ByteOrder.LITTLE_ENDIAN);
    require(in.remaining() == SIZE, "it has only " + fileLength + " bytes");
    require(in.getLong() == MAGIC, "it does not start as a vector segment does");
    int version = in.getInt();
    require(version == VERSION, "format " + version + ", this program reads " + VERSION);
    int code = in.getInt();
    require(code >= 0 && code <= 2, "similarity " + code);
    int dimension = in.getInt();
    require(dimension >= 1 && dimension <= MAX_DIMENSION, "dimension " + dimension);
    int lifted = in.getInt();
    double longest = in.getDouble();
    require(lifted >= 0 && lifted <= 1 && longest > 0, "norms up to " + longest);
    var space = new Space(Similarity.values()[code], dimension, longest, lifted == 1);
    int nodes = in.getInt();
    int duplicates = in.getInt();
    int entryPoints = in.getInt();
    int degree = in.getInt();
    require(
        nodes >= 1
            && duplicates >= 0
            && entryPoints >= 1
            && entryPoints <= nodes
            && degree >= 1
            && degree <= 1_024,
        "%d nodes, %d duplicates, %d entry points, %d links"
            .formatted(nodes, duplicates, entryPoints, degree));
    long length = in.getLong();
    var header = new SegmentHeader(space, nodes, duplicates, entryPoints, degree, readEfTable(in));
    require(
        length == fileLength && header.fileLength() == length,
        "%d bytes announced, %d there".formatted(header.fileLength(), fileLength));
    return header;
  }

  private static EfTable readEfTable(ByteBuffer in) throws Unusable {
    var at10 = new int[EfTable.RECALLS.length];
    var at100 = new int[EfTable.RECALLS.length];
    for (int[] row : new int[][] {at10, at100}) {
      for (int i = 0; i < row.length; i++) {
        row[i] = in.getInt();
        require(row[i] >= 1 && row[i] <= 1 << 20, "an ef of " + row[i]);
      }
    }
    double exponent = in.getDouble();
    require(
        exponent >= 0 && exponent <= EfTable.MAX_EXPONENT, "a distance exponent of " + exponent);
    return new EfTable(at10, at100, exponent);
  }

  private static void require(boolean condition, String reason) throws Unusable {
    if (!condition) {
      throw new Unusable(reason);
    }
  }

  static int code(Similarity similarity) {
    return switch (similarity) {
      case COSINE -> 0;
      case DOT -> 1;
      case EUCLIDEAN -> 2;
    };
  }
}
