package dev.mneme.index.vector;

/**
 * How far the live graph has come.
 *
 * @param nodes in the graph, dead ones included; members with equal vectors share a node
 * @param pending members that the graph does not hold yet: each search scans them exactly
 */
public record GraphStatistics(int nodes, int pending) {}
