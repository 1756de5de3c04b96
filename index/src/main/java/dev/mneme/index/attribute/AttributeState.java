package dev.mneme.index.attribute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.btree.CountedTree;
import dev.mneme.index.btree.Entry;
import dev.mneme.index.btree.Root;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the attribute view holds, without its life cycle. One writer; readers take no locks. Each
 * set is published by itself, which suffices because sets only grow and a reader intersects with
 * what its snapshot holds.
 */
final class AttributeState {
  private final ConcurrentHashMap<String, KeyIndex> keys = new ConcurrentHashMap<>();
  private final CountedTree numbers;
  final NamespaceSets namespaces = new NamespaceSets();
  final Expiries expiries;
  private volatile OrdinalBitmap known = OrdinalBitmap.empty();
  private volatile boolean json;

  /** One more than the largest ordinal applied. The writer's. */
  int limit;

  AttributeState() {
    this(CountedTree.create(), new Expiries(CountedTree.create()));
  }

  AttributeState(CountedTree numbers, Expiries expiries) {
    this.numbers = numbers;
    this.expiries = expiries;
  }

  /** Ordinals applied and not swept. */
  OrdinalBitmap known() {
    return known;
  }

  void known(OrdinalBitmap ordinals) {
    known = ordinals;
  }

  Optional<KeyIndex> key(String key) {
    return Optional.ofNullable(keys.get(key));
  }

  /** The index of a key, made where it is new. The writer's. */
  KeyIndex keyForWriting(String key) {
    KeyIndex index = keys.get(key);
    if (index == null) {
      index = new KeyIndex(keys.size());
      keys.put(key, index);
    }
    return index;
  }

  /** As read from a checkpoint. */
  void load(String name, KeyIndex index) {
    keys.put(name, index);
    json |= !index.json().isEmpty();
  }

  /** Whether any attribute may be JSON; where none is, filters need no check for it. */
  boolean mayHoldJson() {
    return json;
  }

  /** From now on an attribute is JSON. The writer's. */
  void holdsJson() {
    json = true;
  }

  /** Key names by {@link KeyIndex#number}. */
  List<String> keyNames() {
    var names = new String[keys.size()];
    keys.forEach((name, index) -> names[index.number] = name);
    return List.of(names);
  }

  /** The tree of numbers, to read several counts from one state. */
  Root numbers() {
    return numbers.root();
  }

  void addNumber(KeyIndex key, SortableNumbers.Range point, int ordinal) {
    numbers.add(entry(key, point, ordinal));
  }

  static Entry entry(KeyIndex key, SortableNumbers.Range point, int ordinal) {
    return new Entry(group(key, point), point.low(), ordinal);
  }

  static int group(KeyIndex key, SortableNumbers.Range range) {
    return key.number * SortableNumbers.KINDS + range.kind();
  }

  /** Takes dead ordinals out of everything. O(all postings). */
  void sweep(OrdinalBitmap dead) {
    for (KeyIndex key : keys.values()) {
      key.sweep(dead, (point, ordinal) -> numbers.remove(entry(key, point, ordinal)));
    }
    namespaces.sweep(dead);
    known = known.andNot(dead);
  }

  /** An estimate; O(values). */
  long heapBytes() {
    long bytes =
        numbers.size() * CountedTree.BYTES_PER_ENTRY + expiries.heapBytes() + known.heapBytes();
    for (KeyIndex key : keys.values()) {
      bytes += key.heapBytes();
    }
    return bytes + namespaces.heapBytes();
  }
}
