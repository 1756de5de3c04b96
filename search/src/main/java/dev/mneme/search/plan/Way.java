package dev.mneme.search.plan;

import dev.mneme.index.text.TextWay;
import dev.mneme.search.cost.WayKind;
import java.util.Optional;

/**
 * One way to run one part of a search. All ways of a part give the same answer, but for a graph's
 * approximation.
 */
public sealed interface Way {

  /** Scan the candidates' vectors. */
  record VectorExact() implements Way {}

  /**
   * Walk the live graph and the segments, passing over what is no candidate.
   *
   * @param ef candidates to keep; where a recall is asked for, an estimate of them
   */
  record VectorGraph(int ef) implements Way {}

  /** Score by the inverted index, joined with the candidates or looked up for each. */
  record Text(TextWay way) implements Way {}

  /** Walk the B-tree of times from its newest end and check every ordinal met. */
  record NewestFirst() implements Way {}

  /** Look up every candidate's time and keep the newest. */
  record SortByTime() implements Way {}

  /** Collect a time range from the B-tree. */
  record RangeTree() implements Way {}

  /** Check every candidate's time. */
  record RangeColumn() implements Way {}

  /** Do nothing: it is known that nothing would come of it. */
  record Skip() implements Way {}

  /** The name shown in explanations. */
  default String label() {
    return switch (this) {
      case VectorExact ignored -> "exact scan";
      case VectorGraph graph -> "graph, ef " + graph.ef();
      case Text text ->
          switch (text.way()) {
            case JOIN -> "postings, joined";
            case CANDIDATES -> "candidates, looked up";
          };
      case NewestFirst ignored -> "newest first";
      case SortByTime ignored -> "sort by time";
      case RangeTree ignored -> "range of the tree";
      case RangeColumn ignored -> "check the time column";
      case Skip ignored -> "skip";
    };
  }

  /** How it is priced and calibrated; nothing for doing nothing. */
  default Optional<WayKind> kind() {
    return switch (this) {
      case VectorExact ignored -> Optional.of(WayKind.VECTOR_EXACT);
      case VectorGraph ignored -> Optional.of(WayKind.VECTOR_GRAPH);
      case Text text ->
          Optional.of(
              switch (text.way()) {
                case JOIN -> WayKind.TEXT_JOIN;
                case CANDIDATES -> WayKind.TEXT_CANDIDATES;
              });
      case NewestFirst ignored -> Optional.of(WayKind.TIME_NEWEST_FIRST);
      case SortByTime ignored -> Optional.of(WayKind.TIME_SORT);
      case RangeTree ignored -> Optional.of(WayKind.RANGE_TREE);
      case RangeColumn ignored -> Optional.of(WayKind.RANGE_COLUMN);
      case Skip ignored -> Optional.empty();
    };
  }
}
