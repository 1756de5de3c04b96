package dev.mneme.examples.ingest;

import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts candidates into the store in batches, one namespace a batch, and leaves out those that are
 * there already. A batch is embedded in one go and committed whole; it is smaller where embedding
 * takes the time, so that something is to be seen of it. Memory use is bounded by the number and
 * the size of pending texts. Not thread-safe.
 */
final class BatchWriter {
  static final int BATCH = 256;
  private static final int EMBEDDED_BATCH = 64;
  private static final int MOST_PENDING = 16 * BATCH;
  private static final long MOST_PENDING_CHARS =
      Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 32);

  private final Target target;
  private final boolean embeds;
  private final Tally tally;
  private final Map<String, Map<String, Candidate>> pending = new HashMap<>();
  private int pendingCount;
  private long pendingChars;

  BatchWriter(Target target, boolean embeds, Tally tally) {
    this.target = target;
    this.embeds = embeds;
    this.tally = tally;
  }

  void add(String namespace, Candidate candidate) {
    var batch = pending.computeIfAbsent(namespace, name -> new LinkedHashMap<>());
    if (batch.containsKey(candidate.memory().id())) {
      flush(namespace); // the later one replaces the earlier, as if they came in two ingestions
      batch = pending.computeIfAbsent(namespace, name -> new LinkedHashMap<>());
    }
    batch.put(candidate.memory().id(), candidate);
    pendingCount++;
    pendingChars += weight(candidate.memory());
    if (batch.size() >= (embeds ? EMBEDDED_BATCH : BATCH)) {
      flush(namespace);
    } else if (pendingCount >= MOST_PENDING || pendingChars >= MOST_PENDING_CHARS) {
      flush();
    }
  }

  /** Writes everything that is pending. */
  void flush() {
    for (var namespace : pending.keySet().stream().sorted().toList()) {
      flush(namespace);
    }
  }

  private void flush(String name) {
    var batch = pending.remove(name);
    if (batch == null) {
      return;
    }
    for (var candidate : batch.values()) {
      pendingCount--;
      pendingChars -= weight(candidate.memory());
    }
    var namespace = target.engine().namespace(name);
    var present = new HashMap<String, Memory>();
    namespace.getAll(batch.keySet()).forEach(memory -> present.put(memory.id(), memory));
    var now = Instant.now();
    var writes = new ArrayList<Memory>();
    long added = 0;
    long unchanged = 0;
    long expired = 0;
    for (var candidate : batch.values()) {
      var before = present.get(candidate.memory().id());
      if (before != null) {
        var after = inherit(candidate, before);
        if (after.equals(before)) {
          unchanged++;
        } else {
          writes.add(after);
        }
      } else if (candidate
          .memory()
          .expires()
          .filter(expires -> !expires.isAfter(now))
          .isPresent()) {
        expired++;
      } else {
        added++;
        writes.add(candidate.memory());
      }
    }
    if (!writes.isEmpty()) {
      namespace.putAll(writes);
    }
    tally.added += added;
    tally.replaced += writes.size() - added;
    tally.unchanged += unchanged;
    tally.expired += expired;
  }

  /**
   * The candidate with what it leaves open taken from the memory that it replaces; the same text
   * has the same vector.
   */
  private Memory inherit(Candidate candidate, Memory before) {
    var memory = candidate.memory();
    var builder = memory.toBuilder();
    if (!candidate.timeGiven()) {
      builder.time(before.time());
    }
    if (embeds && memory.embedding().isEmpty() && memory.text().equals(before.text())) {
      before.embedding().ifPresent(builder::embedding);
    }
    return builder.build();
  }

  private static long weight(Memory memory) {
    return memory.text().length()
        + 4L * memory.embedding().map(vector -> vector.dimension()).orElse(0);
  }
}
