package dev.mneme.index.store.state;

import dev.mneme.core.ids.IdMap;
import dev.mneme.memory.MemoryKey;
import java.util.Map;

/**
 * What the committer knows of every memory beside the views: which ordinal an id has, where an
 * ordinal lies in the log, the numbers of the namespaces, the deletions. One writer, the committer;
 * readers at any time.
 */
public final class Catalog {
  private final IdMap ids;
  private final NamespaceTable namespaces;
  private final PositionTable positions;
  private final Tombstones tombstones;

  private int nextOrdinal;

  /**
   * While the id map runs ahead of the published state: what it said before, of the keys that the
   * commit in flight changes. Set before the map changes and cleared after the state is published,
   * so that a reader that finds the map ahead finds here what its snapshot means, and never waits.
   */
  private volatile Map<MemoryKey, Integer> inFlight = Map.of();

  public Catalog(
      IdMap ids, NamespaceTable namespaces, PositionTable positions, Tombstones tombstones) {
    this.ids = ids;
    this.namespaces = namespaces;
    this.positions = positions;
    this.tombstones = tombstones;
  }

  public IdMap ids() {
    return ids;
  }

  public NamespaceTable namespaces() {
    return namespaces;
  }

  public PositionTable positions() {
    return positions;
  }

  /** The deletions of ids that are gone. */
  public Tombstones tombstones() {
    return tombstones;
  }

  /** The ordinal that the next memory version gets. The committer's own. */
  public int nextOrdinal() {
    return nextOrdinal;
  }

  public void nextOrdinal(int next) {
    nextOrdinal = next;
  }

  /** A commit is about to change the id map; what it says of the keys that change. */
  public void beginSwap(Map<MemoryKey, Integer> before) {
    inFlight = before;
  }

  /** The commit is published. */
  void endSwap() {
    inFlight = Map.of();
  }

  /** What the map said before the commit in flight, or ABSENT. */
  public int beforeSwap(String namespace, String id) {
    var before = inFlight;
    return before.isEmpty()
        ? IdMap.ABSENT
        : before.getOrDefault(new MemoryKey(namespace, id), IdMap.ABSENT);
  }
}
