package dev.mneme.search.plan;

/**
 * A way with its estimate.
 *
 * @param micros of one thread, see CostModel
 * @param rows that it is expected to yield
 * @param reason why it was chosen or could not be; may be empty
 */
public record PricedWay(Way way, double micros, double rows, String reason) {}
