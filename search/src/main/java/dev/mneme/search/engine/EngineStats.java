package dev.mneme.search.engine;

import dev.mneme.index.api.ViewStatistics;
import java.util.List;
import java.util.Optional;

/**
 * @param memories that can be found now
 * @param versions in the log that are superseded, deleted or expired
 * @param dimension 0 until the first vector fixes it
 * @param graphNodes vectors that the live graph covers
 * @param graphPending vectors that are scanned exactly beside it
 * @param kernel the vector loop in use
 * @param missingFlags JVM flags that would make it faster
 */
public record EngineStats(
    long memories,
    int namespaces,
    long versions,
    long sequence,
    int dimension,
    Optional<String> embedder,
    long logBytes,
    int graphNodes,
    int graphPending,
    String kernel,
    List<String> missingFlags,
    List<ViewStatistics> views) {}
