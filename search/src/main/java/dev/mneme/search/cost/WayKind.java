package dev.mneme.search.cost;

/** The kinds of work that the cost model prices and whose prices are refined apart. */
public enum WayKind {
  VECTOR_EXACT,
  VECTOR_GRAPH,
  TEXT_JOIN,
  TEXT_CANDIDATES,
  TIME_NEWEST_FIRST,
  TIME_SORT,
  RANGE_TREE,
  RANGE_COLUMN
}
