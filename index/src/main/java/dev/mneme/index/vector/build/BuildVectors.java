package dev.mneme.index.vector.build;

import dev.mneme.core.storage.MappedReads;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.score.VectorSource;
import dev.mneme.index.vector.segment.LittleEndian;
import dev.mneme.index.vector.segment.Space;
import dev.mneme.memory.Similarity;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;

/**
 * The members that a segment is built from, as nodes: members with equal vectors share one, because
 * more than a handful of equal points would link to each other only. Nodes ascend by their first
 * ordinal. Vectors stay in the log and are read when they are asked for, so that a build needs
 * memory for links and codes only. Immutable and thread-safe.
 */
final class BuildVectors {
  private final VectorSource source;
  private final Space space;
  private final float[] centroid;
  private final int[] ordinals;
  private final double[] norms;
  private final long[] duplicates;

  private BuildVectors(
      VectorSource source,
      Space space,
      float[] centroid,
      int[] ordinals,
      double[] norms,
      long[] duplicates) {
    this.source = source;
    this.space = space;
    this.centroid = centroid;
    this.ordinals = ordinals;
    this.norms = norms;
    this.duplicates = duplicates;
  }

  /**
   * Reads every vector once.
   *
   * @param check called often; what it throws ends the reading
   */
  static BuildVectors of(
      VectorSource source,
      OrdinalBitmap members,
      Similarity similarity,
      int dimension,
      Runnable check) {
    return new Reader(source, similarity, dimension, members.cardinality()).read(members, check);
  }

  int nodes() {
    return ordinals.length;
  }

  Space space() {
    return space;
  }

  /** The same with codes made around another point than the mean. */
  BuildVectors around(float[] point) {
    return new BuildVectors(source, space, point, ordinals, norms, duplicates);
  }

  /** The mean of the points, or about that. */
  float[] centroid() {
    return centroid;
  }

  /** First ordinal by node, ascending. */
  int[] ordinals() {
    return ordinals;
  }

  /** Further ordinals, each below its node's number, ascending by both. */
  long[] duplicates() {
    return duplicates;
  }

  /** Prepares a node's raw vector. */
  double scale(int node) {
    return space.similarity() == Similarity.COSINE ? 1 / norms[node] : 1;
  }

  /** Reads a node's point. */
  void point(int node, float[] into) {
    MemorySegment.copy(
        source.vector(ordinals[node]), LittleEndian.FLOAT, 0, into, 0, space.dimension());
    space.place(into, norms[node]);
  }

  /** Vectors read between two checks: less than a millisecond, unless they come from a disk. */
  private static final int STRIDE = 64;

  /** Finds equal vectors, norms and the mean in one pass. */
  private static final class Reader {
    private final VectorSource source;
    private final Similarity similarity;
    private final int dimension;
    private final float[] vector;
    private final float[] other;
    private final double[] sum;
    private final LongIntHashMap nodeOfHash = new LongIntHashMap();
    private final int[] ordinals;
    private final double[] norms;
    private long[] duplicates = new long[16];
    private int nodes;
    private int duplicateCount;
    private double shortest = Double.POSITIVE_INFINITY;
    private double longest;

    Reader(VectorSource source, Similarity similarity, int dimension, int members) {
      this.source = source;
      this.similarity = similarity;
      this.dimension = dimension;
      this.vector = new float[dimension];
      this.other = new float[dimension];
      this.sum = new double[dimension];
      this.ordinals = new int[members];
      this.norms = new double[members];
    }

    BuildVectors read(OrdinalBitmap members, Runnable check) {
      members.forEach(
          ordinal -> {
            if ((nodes + duplicateCount) % STRIDE == 0) {
              check.run();
            }
            add(ordinal);
          });
      Arrays.sort(duplicates, 0, duplicateCount);
      var space = Space.of(similarity, dimension, shortest, longest);
      return new BuildVectors(
          source,
          space,
          centroid(space),
          Arrays.copyOf(ordinals, nodes),
          Arrays.copyOf(norms, nodes),
          Arrays.copyOf(duplicates, duplicateCount));
    }

    private void add(int ordinal) {
      MemorySegment.copy(source.vector(ordinal), LittleEndian.FLOAT, 0, vector, 0, dimension);
      long hash = hash(vector);
      int known = nodeOfHash.getIfAbsent(hash, -1);
      if (known >= 0 && isVector(ordinals[known])) {
        if (duplicateCount == duplicates.length) {
          duplicates = Arrays.copyOf(duplicates, 2 * duplicateCount);
        }
        duplicates[duplicateCount++] = (long) known << 32 | ordinal;
        return;
      }
      nodeOfHash.put(hash, nodes);
      ordinals[nodes] = ordinal;
      double norm = Scorer.norm(vector);
      norms[nodes++] = norm;
      shortest = Math.min(shortest, norm);
      longest = Math.max(longest, norm);
      double scale = similarity == Similarity.COSINE ? 1 / norm : 1;
      for (int i = 0; i < dimension; i++) {
        sum[i] += vector[i] * scale;
      }
    }

    /** Whether an earlier member has the current vector, by a copy: see {@link MappedReads}. */
    private boolean isVector(int ordinal) {
      MemorySegment.copy(source.vector(ordinal), LittleEndian.FLOAT, 0, other, 0, dimension);
      return Arrays.equals(vector, other);
    }

    private static long hash(float[] vector) {
      long hash = vector.length;
      for (float value : vector) {
        hash = (hash ^ Float.floatToRawIntBits(value)) * 0x9e37_79b9_7f4a_7c15L;
        hash ^= hash >>> 29;
      }
      return hash;
    }

    private float[] centroid(Space space) {
      var mean = new float[space.dimensions()];
      double scale = 1.0 / nodes / (similarity == Similarity.COSINE ? 1 : longest);
      for (int i = 0; i < dimension; i++) {
        mean[i] = (float) (sum[i] * scale);
      }
      if (space.lifted()) {
        double lift = 0;
        for (int node = 0; node < nodes; node++) {
          double length = norms[node] / longest;
          lift += Math.sqrt(Math.max(0, 1 - length * length));
        }
        mean[dimension] = (float) (lift / nodes);
      }
      return mean;
    }
  }
}
