package dev.mneme.index.time;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CheckpointFile;
import dev.mneme.index.api.GrowingBuffer;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.btree.CountedTree;
import dev.mneme.index.btree.Entry;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The time view's state in a {@link CheckpointFile}: 12 bytes a memory. Body, little-endian:
 *
 * <pre>
 *   i32  limit: one more than the largest ordinal ever applied
 *   i32  n, the number of namespaces that hold something
 *   n times, ascending by namespace:
 *     i32  namespace
 *     i32  m, how many ordinals it holds
 *     m times, ascending by time, then ordinal:
 *       i64  time in epoch milliseconds
 *       i32  ordinal
 * </pre>
 */
final class TimeCheckpoint {
  private static final int MAGIC = 0x4d54_4e4d; // "MNTM"
  private static final int VERSION = 2;
  private static final int BYTES_PER_ENTRY = 12;

  private final CheckpointFile file;

  TimeCheckpoint(Storage storage, Path directory) {
    this.file = new CheckpointFile(storage, directory.resolve("time.checkpoint"), MAGIC, VERSION);
  }

  /** What was read; {@code entries} ascend. */
  record State(LogPoint point, int limit, List<Entry> entries) {}

  long size() {
    return file.size();
  }

  void write(LogPoint point, int limit, CountedTree tree) {
    var body = new GrowingBuffer();
    var groups = new ArrayList<List<Entry>>();
    Iterator<Entry> entries = tree.root().ascending();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (groups.isEmpty() || groups.getLast().getFirst().group() != entry.group()) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(entry);
    }
    body.putInt(limit).putInt(groups.size());
    for (List<Entry> group : groups) {
      body.putInt(group.getFirst().group()).putInt(group.size());
      for (Entry entry : group) {
        body.putLong(entry.value()).putInt(entry.ordinal());
      }
    }
    file.write(point, body);
  }

  Optional<State> read() {
    return file.read().flatMap(this::parse);
  }

  private Optional<State> parse(CheckpointFile.Content content) {
    try {
      return Optional.of(parse(content.point(), content.body()));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      file.reject(e.toString());
      return Optional.empty();
    }
  }

  private static State parse(LogPoint point, ByteBuffer in) {
    int limit = in.getInt();
    int groups = in.getInt();
    var entries = new ArrayList<Entry>(in.remaining() / BYTES_PER_ENTRY);
    for (int i = 0; i < groups; i++) {
      int namespace = in.getInt();
      int count = in.getInt();
      if (namespace < 0 || count < 0 || count > in.remaining() / BYTES_PER_ENTRY) {
        throw new IllegalArgumentException(
            "namespace " + namespace + " announces " + count + " ordinals");
      }
      for (int j = 0; j < count; j++) {
        long time = in.getLong();
        int ordinal = in.getInt();
        if (ordinal < 0 || ordinal >= limit) {
          throw new IllegalArgumentException("ordinal " + ordinal + " is not below " + limit);
        }
        entries.add(new Entry(namespace, time, ordinal));
      }
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes too many");
    }
    return new State(point, limit, entries);
  }
}
