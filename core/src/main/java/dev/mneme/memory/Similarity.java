package dev.mneme.memory;

/** How close two vectors are. */
public enum Similarity {
  /**
   * The cosine of the angle, -1 to 1. The vector view keeps unit vectors, so that it is a dot
   * product.
   */
  COSINE,
  /** The dot product, unbounded. */
  DOT,
  /** The Euclidean distance, 0 and up; smaller is closer. */
  EUCLIDEAN;

  /**
   * The calibrated relevance, 0 to 1, higher is better, of a raw kernel value: (1 + cosine) / 2 for
   * COSINE; the logistic function 1 / (1 + e^-dot) for DOT; 1 / (1 + squared distance) for
   * EUCLIDEAN.
   *
   * @param raw the cosine, the dot product or the squared Euclidean distance
   */
  public float relevance(float raw) {
    return switch (this) {
      case COSINE -> Math.clamp((1 + raw) / 2, 0f, 1f);
      case DOT -> (float) (1 / (1 + Math.exp(-raw)));
      case EUCLIDEAN -> 1 / (1 + raw);
    };
  }
}
