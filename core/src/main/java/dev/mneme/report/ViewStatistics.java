package dev.mneme.report;

/**
 * What a view holds.
 *
 * @param ordinals how many it knows, dead ones that are not reclaimed included
 * @param heapBytes an estimate
 * @param diskBytes of its directory
 */
public record ViewStatistics(String view, long ordinals, long heapBytes, long diskBytes) {}
