package dev.mneme.bench.work;

/** One measured value. */
public record Figure(String metric, String unit, Better better, double value) {

  /** Which direction is an improvement; a comparison leaves out what has none. */
  public enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  public static Figure higher(String metric, String unit, double value) {
    return new Figure(metric, unit, Better.HIGHER, value);
  }

  public static Figure lower(String metric, String unit, double value) {
    return new Figure(metric, unit, Better.LOWER, value);
  }

  public static Figure plain(String metric, String unit, double value) {
    return new Figure(metric, unit, Better.NEITHER, value);
  }
}
