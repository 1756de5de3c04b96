package dev.mneme.index.store;

import dev.mneme.core.ids.IdMap;
import dev.mneme.error.ConflictException;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.commit.CommitPipeline;
import dev.mneme.index.store.commit.Committer;
import dev.mneme.memory.Memory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The changes of {@link LocalStore}, put to the committer. Thread-safe. */
final class StoreWriter {
  private final Committer committer;
  private final CommitPipeline pipeline;
  private final StoreReader reader;

  StoreWriter(Committer committer, CommitPipeline pipeline, StoreReader reader) {
    this.committer = committer;
    this.pipeline = pipeline;
    this.reader = reader;
  }

  int write(String namespace, List<Memory> memories, boolean replace) {
    if (memories.isEmpty()) {
      return 0;
    }
    return committer.write(
        batch -> {
          int replaced = 0;
          for (var memory : memories) {
            if (batch.ordinal(namespace, memory.id()) != IdMap.ABSENT) {
              if (!replace) {
                throw new ConflictException(namespace, memory.id());
              }
              replaced++;
            }
            batch.put(namespace, memory);
          }
          return replaced;
        });
  }

  boolean replace(String namespace, int expectedOrdinal, Memory memory) {
    return committer.write(
        batch -> {
          if (batch.ordinal(namespace, memory.id()) != expectedOrdinal) {
            return false;
          }
          batch.put(namespace, memory);
          return true;
        });
  }

  int replaceUnchanged(String namespace, Map<Integer, Memory> byOrdinal) {
    return committer.write(
        batch -> {
          int replaced = 0;
          for (var entry : byOrdinal.entrySet()) {
            var memory = entry.getValue();
            if (batch.ordinal(namespace, memory.id()) == entry.getKey()) {
              batch.put(namespace, memory);
              replaced++;
            }
          }
          return replaced;
        });
  }

  int delete(String namespace, List<String> ids) {
    return committer.write(
        batch -> {
          int deleted = 0;
          for (var id : new HashSet<>(ids)) {
            deleted += batch.delete(namespace, id) ? 1 : 0;
          }
          return deleted;
        });
  }

  long deleteAll(String namespace, Filter filter) {
    return committer.maintain(
        () -> {
          pipeline.requireHealthy();
          var batch = pipeline.newBatch();
          try (var snapshot = reader.snapshotForAccepted()) {
            reader
                .matching(snapshot, namespace, filter)
                .forEach(ordinal -> batch.delete(namespace, reader.fetch(ordinal).id()));
          }
          if (!batch.isEmpty()) {
            pipeline.commit(batch);
          }
          return (long) batch.records().size();
        });
  }
}
