package dev.mneme.search.engine;

import dev.mneme.core.filter.Filter;
import dev.mneme.core.model.Memory;
import dev.mneme.core.model.MemoryUpdate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The memories of one namespace. Thread-safe; a thread sees its own writes. */
public interface Namespace extends Searchable {

  String name();

  /** Adds a new memory; returns its id. Throws Conflict if the id exists. */
  String add(Memory memory);

  /** Adds all or none; ids in order. */
  List<String> addAll(Collection<Memory> memories);

  /** Adds or replaces; true if it replaced. */
  boolean put(Memory memory);

  /** Adds or replaces all or none. */
  void putAll(Collection<Memory> memories);

  /** Changes a part; returns the memory after the change. Throws NotFound. */
  Memory update(String id, MemoryUpdate update);

  /** True if it was there. */
  boolean delete(String id);

  /** Deletes those of the ids that exist, all in one step; returns how many. */
  long deleteAll(Collection<String> ids);

  /** Deletes all that match; returns how many. */
  long deleteAll(Filter filter);

  Optional<Memory> get(String id);

  /** Those that exist, in the order asked. */
  List<Memory> getAll(Collection<String> ids);

  /** The kept versions, newest first, deletions included. */
  List<MemoryVersion> history(String id);
}
