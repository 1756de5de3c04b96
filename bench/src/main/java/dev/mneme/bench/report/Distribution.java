package dev.mneme.bench.report;

import java.util.List;
import java.util.SortedMap;

/**
 * How long single operations took, all rounds' medians.
 *
 * @param micros at {@link Results#quantiles}
 */
public record Distribution(
    String work,
    String engine,
    int memories,
    SortedMap<String, String> parameters,
    List<Double> micros) {}
