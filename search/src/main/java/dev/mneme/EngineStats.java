package dev.mneme;

import dev.mneme.report.LogStatistics;
import dev.mneme.report.ViewStatistics;
import java.util.List;
import java.util.Optional;

/**
 * What an engine holds.
 *
 * @param contents what is stored
 * @param vectors how texts become vectors, and where these are
 * @param log the files of the log and their size
 * @param views the indexes over the log
 * @param missingFlags JVM flags that would make it faster
 */
public record EngineStats(
    Contents contents,
    Vectors vectors,
    LogStatistics log,
    List<ViewStatistics> views,
    List<String> missingFlags) {

  /**
   * What is stored.
   *
   * @param memories that can be found now
   * @param namespaces that hold one
   * @param sequence of the last change
   * @param withoutVector memories that have no vector, which searches by meaning cannot find; see
   *     {@link Namespace#reembed()}
   */
  public record Contents(long memories, int namespaces, long sequence, long withoutVector) {}

  /**
   * How texts become vectors, and where these are.
   *
   * @param dimension 0 until the first vector fixes it
   * @param embedder that the store remembers
   * @param hasEmbedder whether the engine was opened with one: without, texts are not searched by
   *     their meaning
   * @param kernel the vector loop in use
   */
  public record Vectors(
      int dimension, Optional<String> embedder, boolean hasEmbedder, String kernel, Graph graph) {}

  /**
   * Where the vectors are.
   *
   * @param nodes in the live graph
   * @param pending scanned exactly beside graph and segments
   * @param segments sealed ones
   * @param sealed nodes in all segments
   */
  public record Graph(int nodes, int pending, int segments, int sealed) {}

  /** Memories that can be found now. */
  public long memories() {
    return contents.memories;
  }

  /** Namespaces that hold a memory. */
  public int namespaces() {
    return contents.namespaces;
  }

  /** Sequence of the last change. */
  public long sequence() {
    return contents.sequence;
  }

  /** Memories that have no vector; see {@link Contents}. */
  public long withoutVector() {
    return contents.withoutVector;
  }

  /** Components of a vector; 0 until the first vector fixes it. */
  public int dimension() {
    return vectors.dimension;
  }

  /** The embedder that the store remembers. */
  public Optional<String> embedder() {
    return vectors.embedder;
  }

  /** Whether the engine was opened with an embedder. */
  public boolean hasEmbedder() {
    return vectors.hasEmbedder;
  }

  /** The vector loop in use. */
  public String kernel() {
    return vectors.kernel;
  }

  /** Where the vectors are. */
  public Graph graph() {
    return vectors.graph;
  }
}
