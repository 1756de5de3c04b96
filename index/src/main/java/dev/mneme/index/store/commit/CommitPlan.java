package dev.mneme.index.store.commit;

import dev.mneme.core.ids.IdMap;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.CommitBatch.Added;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.store.state.Catalog;
import dev.mneme.memory.MemoryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a group of records means: the last record of an id wins, the version that it had before is
 * dead.
 *
 * @param changes the winning record of each id
 * @param before the ordinal that each of these ids had
 */
record CommitPlan(
    CommitBatch batch,
    Map<MemoryKey, LogRecord> changes,
    Map<MemoryKey, Integer> before,
    RoaringBitmap added,
    RoaringBitmap removed) {

  static CommitPlan of(
      List<LogRecord> records, long[] positions, Catalog catalog, OrdinalBitmap live) {
    var changes = new LinkedHashMap<MemoryKey, LogRecord>();
    records.forEach(record -> changes.put(new MemoryKey(record.namespace(), record.id()), record));
    var before = new HashMap<MemoryKey, Integer>();
    var removed = new RoaringBitmap();
    for (var key : changes.keySet()) {
      int ordinal = catalog.ids().get(key.namespace(), key.id());
      before.put(key, ordinal);
      if (ordinal != IdMap.ABSENT && live.contains(ordinal)) {
        removed.add(ordinal);
      }
    }
    var added = new ArrayList<Added>();
    var addedOrdinals = new RoaringBitmap();
    for (int i = 0; i < positions.length; i++) {
      if (records.get(i) instanceof LogRecord.Put put) {
        // Every put, the superseded ones too, in the order in which recovery meets them.
        int namespace = catalog.namespaces().intern(put.namespace());
        var winner = changes.getOrDefault(new MemoryKey(put.namespace(), put.id()), put);
        if (winner.sequence() == put.sequence()) {
          added.add(new Added(put.ordinal(), namespace, positions[i], put.memory()));
          addedOrdinals.add(put.ordinal());
        }
      }
    }
    var batch =
        new CommitBatch(records.getLast().sequence(), List.copyOf(added), removed.toArray());
    return new CommitPlan(batch, changes, before, addedOrdinals, removed);
  }
}
