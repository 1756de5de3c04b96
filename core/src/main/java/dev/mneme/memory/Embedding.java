package dev.mneme.memory;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import java.util.Arrays;

/**
 * A vector of finite float32 values. Equality is by content. Immutable as long as nobody writes to
 * {@link #array()}.
 */
public final class Embedding {
  private final float[] values;

  private Embedding(float[] values) {
    this.values = values;
  }

  /**
   * Copies {@code values}.
   *
   * @throws InvalidRequestException if there is none, or one is NaN or infinite
   */
  public static Embedding of(float... values) {
    return wrap(values.clone());
  }

  /**
   * Takes {@code values} over without a copy; the caller must not write to them again. Same checks
   * as {@link #of}.
   */
  public static Embedding wrap(float[] values) {
    Require.that(values.length > 0, "a vector needs at least one dimension");
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidRequestException(
            "a vector must be finite, but component " + i + " is " + values[i]);
      }
    }
    return new Embedding(values);
  }

  public int dimension() {
    return values.length;
  }

  /** The values themselves, not a copy: read, never write. */
  @SuppressWarnings("EI_EXPOSE_REP")
  public float[] array() {
    return values;
  }

  /**
   * True if every component is zero: such a vector has no direction. Its cosine with any other is
   * taken to be 0, as its dot product is; its distance is as that of others.
   */
  public boolean isZero() {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Embedding[" + values.length + "]";
  }
}
