package dev.mneme;

import java.util.List;
import java.util.Optional;

/**
 * What an engine holds.
 *
 * @param memories that can be found now
 * @param sequence of the last change
 * @param dimension 0 until the first vector fixes it
 * @param embedder that the store remembers
 * @param hasEmbedder whether the engine was opened with one: without, texts are not searched by
 *     their meaning
 * @param withoutVector memories that have no vector, which searches by meaning cannot find; see
 *     {@link Namespace#reembed()}
 * @param kernel the vector loop in use
 * @param missingFlags JVM flags that would make it faster
 */
public record EngineStats(
    long memories,
    int namespaces,
    long sequence,
    int dimension,
    Optional<String> embedder,
    boolean hasEmbedder,
    long withoutVector,
    Log log,
    Graph graph,
    String kernel,
    List<String> missingFlags,
    List<View> views) {

  /**
   * An index over the log.
   *
   * @param ordinals versions of memories that it knows, dead ones that are not reclaimed included
   * @param heapBytes an estimate
   * @param diskBytes of its directory
   */
  public record View(String view, long ordinals, long heapBytes, long diskBytes) {}

  /** The files of the log and their size. */
  public record Log(int segments, long bytes) {}

  /**
   * Where the vectors are.
   *
   * @param nodes in the live graph
   * @param pending scanned exactly beside graph and segments
   * @param segments sealed ones
   * @param sealed nodes in all segments
   */
  public record Graph(int nodes, int pending, int segments, int sealed) {}
}
