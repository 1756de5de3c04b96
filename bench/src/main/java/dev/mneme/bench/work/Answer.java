package dev.mneme.bench.work;

import java.util.List;

/**
 * What one piece of work came to.
 *
 * @param latencies microseconds at {@link Latencies#QUANTILES}, empty where none were taken
 * @param note what a reader has to know of it, or empty
 */
public record Answer(List<Figure> figures, List<Double> latencies, String note) {
  public static Answer of(Figure... figures) {
    return new Answer(List.of(figures), List.of(), "");
  }
}
