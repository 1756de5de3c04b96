package dev.mneme.index.vector.segment;

import java.util.SplittableRandom;

/**
 * A random orthogonal map that spreads what a vector holds evenly over its dimensions, so that few
 * bits each serve all of them equally well: rounds of random signs and fast Walsh-Hadamard
 * transforms (Ailon and Chazelle, STOC 2006), the transforms taken in turn of the first and the
 * last 2^n dimensions where the number of dimensions is no power of two. O(d log d). Immutable and
 * thread-safe; the same for the same dimensions, on every machine.
 */
public final class Rotation {
  private static final int ROUNDS = 3;
  private static final long SEED = 0x6d6e_656d_6f73_796eL;

  private final float[][] signs = new float[ROUNDS][];
  private final int dimensions;
  private final int block;

  /**
   * @param dimensions at least 1
   */
  public Rotation(int dimensions) {
    this.dimensions = dimensions;
    this.block = Integer.highestOneBit(dimensions);
    var random = new SplittableRandom(SEED);
    // The transform's own factor is folded into the signs, where they meet the block.
    float scale = (float) (1 / Math.sqrt(block));
    for (int round = 0; round < ROUNDS; round++) {
      signs[round] = new float[dimensions];
      int from = blockStart(round);
      for (int i = 0; i < dimensions; i++) {
        float size = i >= from && i < from + block ? scale : 1;
        signs[round][i] = random.nextBoolean() ? size : -size;
      }
    }
  }

  /** Rotates in place. */
  void apply(float[] vector) {
    for (int round = 0; round < ROUNDS; round++) {
      float[] sign = signs[round];
      for (int i = 0; i < dimensions; i++) {
        vector[i] *= sign[i];
      }
      transform(vector, blockStart(round));
    }
  }

  private int blockStart(int round) {
    return (round & 1) == 0 ? 0 : dimensions - block;
  }

  private void transform(float[] vector, int from) {
    int half = 1;
    // Two levels at a time: half as many passes over the vector.
    for (; 4 * half <= block; half *= 4) {
      for (int start = from; start < from + block; start += 4 * half) {
        for (int i = start; i < start + half; i++) {
          float a = vector[i] + vector[i + half];
          float b = vector[i] - vector[i + half];
          float c = vector[i + 2 * half] + vector[i + 3 * half];
          float d = vector[i + 2 * half] - vector[i + 3 * half];
          vector[i] = a + c;
          vector[i + half] = b + d;
          vector[i + 2 * half] = a - c;
          vector[i + 3 * half] = b - d;
        }
      }
    }
    if (half < block) {
      for (int i = from; i < from + half; i++) {
        float a = vector[i];
        float b = vector[i + half];
        vector[i] = a + b;
        vector[i + half] = a - b;
      }
    }
  }
}
