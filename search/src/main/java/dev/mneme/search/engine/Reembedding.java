package dev.mneme.search.engine;

import dev.mneme.core.check.Require;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.LocalStore;
import dev.mneme.memory.Memory;
import dev.mneme.report.Progress;
import dev.mneme.report.ReembedReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives vectors to the memories of a namespace that lack them; runs in the caller's thread. */
final class Reembedding {
  private final LocalStore store;
  private final Embeddings embeddings;
  private final String namespace;

  Reembedding(LocalStore store, Embeddings embeddings, String namespace) {
    this.store = store;
    this.embeddings = embeddings;
    this.namespace = namespace;
  }

  ReembedReport run(int batch, Progress progress) {
    Require.that(batch >= 1, "a batch needs at least one memory, not %d", batch);
    Require.that(
        embeddings.isPresent(),
        "there is nothing to embed with: open the engine with EngineOptions.embedder");
    int[] lacking = lacking();
    long embedded = 0;
    for (int from = 0; from < lacking.length; from += batch) {
      int to = Math.min(lacking.length, from + batch);
      var batchOrdinals = new ArrayList<Integer>(to - from);
      for (int i = from; i < to; i++) {
        batchOrdinals.add(lacking[i]);
      }
      embedded += embed(batchOrdinals);
      progress.done(to, lacking.length);
    }
    return new ReembedReport(embedded, lacking.length - embedded);
  }

  private int[] lacking() {
    try (var snapshot = store.snapshot()) {
      return store.withoutVector(store.matching(snapshot, namespace, Filter.all())).toArray();
    }
  }

  /** How many of them are still what they were when the vectors are there. */
  private int embed(List<Integer> ordinals) {
    var current = current(ordinals);
    if (current.isEmpty()) {
      return 0;
    }
    var complete = embeddings.complete(List.copyOf(current.values()));
    int next = 0;
    for (var entry : current.entrySet()) {
      entry.setValue(complete.get(next++));
    }
    return store.replaceUnchanged(namespace, current);
  }

  /**
   * Those that are still visible; the snapshot keeps their records in place while they are read.
   */
  private Map<Integer, Memory> current(List<Integer> ordinals) {
    var current = new LinkedHashMap<Integer, Memory>();
    try (var snapshot = store.snapshot()) {
      for (int ordinal : ordinals) {
        if (snapshot.isVisible(ordinal)) {
          current.put(ordinal, store.fetch(ordinal).memory());
        }
      }
    }
    return current;
  }
}
