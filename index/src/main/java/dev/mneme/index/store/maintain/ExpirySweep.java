package dev.mneme.index.store.maintain;

import dev.mneme.core.ids.IdMap;
import dev.mneme.error.CorruptionException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.memory.MemoryKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what has expired out of the live set and the id map, and says so in the log: it stays gone
 * though the clock be set back. Durable with the next write, or when an ASYNC write would be.
 */
final class ExpirySweep {
  private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);

  private final OpenStore store;

  ExpirySweep(OpenStore store) {
    this.store = store;
  }

  /**
   * @return how many memories have expired by now
   */
  int run(long nowMillis) {
    var attributes = store.views().attributes();
    if (attributes.nextExpiry() > nowMillis) {
      return 0;
    }
    var expired = attributes.expiredAt(nowMillis).and(store.publication().live());
    if (expired.isEmpty()) {
      return 0;
    }
    var ids = store.catalog().ids();
    var keys = keysOf(expired);
    var before = new HashMap<MemoryKey, Integer>();
    keys.forEach((key, _) -> before.put(key, ids.get(key.namespace(), key.id())));
    try {
      var log = store.log();
      log.appendExpiry(Instant.ofEpochMilli(nowMillis), store.options().clock().instant());
      store.asyncWindow().appended(1);
      store.catalog().beginSwap(Map.copyOf(before));
      keys.forEach(
          (key, ordinal) -> {
            if (before.getOrDefault(key, IdMap.ABSENT).equals(ordinal)) {
              ids.remove(key.namespace(), key.id());
            }
          });
      store.publication().publish(log.lastSequence(), new RoaringBitmap(), expired.toRoaring());
    } catch (RuntimeException | Error e) {
      store.health().note(e); // the id map may be ahead of what is published
      throw e;
    }
    return expired.cardinality();
  }

  /**
   * A damaged record does not tell its id: its memory leaves the live set all the same, and an id
   * that leads to an ordinal which is not live counts as absent.
   */
  private Map<MemoryKey, Integer> keysOf(OrdinalBitmap ordinals) {
    var keys = new LinkedHashMap<MemoryKey, Integer>();
    ordinals.forEach(
        ordinal -> {
          try {
            var put = store.log().read(store.catalog().positions().get(ordinal));
            keys.put(new MemoryKey(put.namespace(), put.id()), ordinal);
          } catch (CorruptionException e) {
            LOG.warn("an expired memory is dropped though its record is damaged", e);
          }
        });
    return keys;
  }
}
