package dev.mneme.search.engine;

/** All namespaces at once, for reading. */
public interface Everywhere extends Searchable {}
