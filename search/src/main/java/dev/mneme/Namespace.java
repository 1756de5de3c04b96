package dev.mneme;

import dev.mneme.filter.Filter;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.report.Progress;
import dev.mneme.report.ReembedReport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The memories of one namespace. Thread-safe; a thread sees its own writes. */
public interface Namespace extends Searchable {

  String name();

  /** Adds a new memory; returns its id. Throws {@code ConflictException} if the id exists. */
  String add(Memory memory);

  /** Adds all or none; ids in order. */
  List<String> addAll(Collection<Memory> memories);

  /** Adds or replaces; true if it replaced. */
  boolean put(Memory memory);

  /** Adds or replaces all or none. */
  void putAll(Collection<Memory> memories);

  /** Changes a part; returns the memory after the change. Throws {@code NotFoundException}. */
  Memory update(String id, MemoryUpdate update);

  /** As {@link #reembed(int, Progress)}, in batches of 64. */
  default ReembedReport reembed() {
    return reembed(ReembedReport.BATCH, (_, _) -> {});
  }

  /**
   * Gives a vector to every memory that has text and none, as the embedder of the engine makes it:
   * those that were added before there was an embedder, or while the engine was open without.
   * Nothing else of them changes. Each batch is one call to the embedder and one write, so that
   * whatever ends it early leaves what is done done, and the next call goes on from there. Other
   * threads may write meanwhile: a memory that they change or delete is left as they made it.
   *
   * @param batch memories embedded and written at once, at least 1
   * @param progress hears how far it is, after each batch
   * @throws dev.mneme.error.InvalidRequestException if the engine has no embedder, or the embedder
   *     does not keep its contract
   */
  ReembedReport reembed(int batch, Progress progress);

  /** True if it was there. */
  boolean delete(String id);

  /** Deletes those of the ids that exist, all in one step; returns how many. */
  long deleteAll(Collection<String> ids);

  /** Deletes all that match; returns how many. */
  long deleteAll(Filter filter);

  /** The memory of that id, unless it is not there or has expired. */
  Optional<Memory> get(String id);

  /** Those that exist, in the order asked. */
  List<Memory> getAll(Collection<String> ids);

  /** The kept versions, newest first, deletions included. */
  List<MemoryVersion> history(String id);
}
