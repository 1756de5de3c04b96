package dev.mneme.core.model;

/** The identity of a memory: an id is unique within its namespace. */
public record MemoryKey(String namespace, String id) {}
