package dev.mneme;

/** All namespaces at once, for reading. */
public interface Everywhere extends Searchable {}
