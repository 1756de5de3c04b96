package dev.mneme.memory;

/**
 * The identity of a memory: an id is unique within its namespace. Orders by namespace, then by id,
 * both as strings do.
 */
public record MemoryKey(String namespace, String id) implements Comparable<MemoryKey> {
  @Override
  public int compareTo(MemoryKey other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : id.compareTo(other.id);
  }
}
