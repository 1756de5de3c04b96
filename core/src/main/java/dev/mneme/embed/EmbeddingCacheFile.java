package dev.mneme.embed;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;

/**
 * Vectors by key in an append-only file of bounded size, with an index in memory (about 60 bytes an
 * entry). Everything in it can be made again, so nothing is ever synced, and whatever looks damaged
 * is dropped. When the file reaches its bound it is rewritten with the newest half. Little-endian:
 *
 * <pre>
 * 0   8  magic and version, "MNEMB" 0 0 1
 * 8   8  first bytes of the SHA-256 of the embedder's name
 * 16  4  dimension d
 * 20  4  CRC32C of the bytes before
 * 24     records of 20 + 4 d bytes: 16 key, 4 d vector as float32, 4 CRC32C of the bytes before
 * </pre>
 *
 * <p>A file for another embedder or dimension is started afresh. A record whose CRC is wrong is
 * skipped; all that follows the last good one is overwritten. Not thread-safe.
 */
final class EmbeddingCacheFile implements AutoCloseable {

  private static final long MAGIC = 0x01_00_00_42_4D_45_4E_4DL;
  private static final int HEADER_BYTES = 24;
  private static final int CRC_BYTES = 4;
  private static final int MISSING = -1;
  private static final int SCAN_BYTES = 1 << 20;

  private final Storage storage;
  private final Path path;
  private final ByteBuffer header;
  private final int dimension;
  private final int recordBytes;
  private final int capacity;
  private final ByteBuffer record;

  private Storage.File file;
  private ObjectIntHashMap<CacheKey> slots = new ObjectIntHashMap<>();
  private int count;

  private EmbeddingCacheFile(
      Storage storage, Path path, CachingEmbedder.Named embedder, long maxBytes)
      throws IOException {
    this.storage = storage;
    this.path = path;
    dimension = embedder.dimension();
    recordBytes = CacheKey.BYTES + Float.BYTES * dimension + CRC_BYTES;
    capacity = Math.clamp((maxBytes - HEADER_BYTES) / recordBytes, 0, Integer.MAX_VALUE);
    record = buffer(recordBytes);
    header = header(embedder);
    file = storage.open(path, Storage.Mode.WRITE);
  }

  /** Opens or creates; the directory must exist. */
  static EmbeddingCacheFile open(
      Storage storage, Path path, CachingEmbedder.Named embedder, long maxBytes)
      throws IOException {
    var cache = new EmbeddingCacheFile(storage, path, embedder, maxBytes);
    try {
      cache.load();
      return cache;
    } catch (IOException | RuntimeException e) {
      cache.file.close();
      throw e;
    }
  }

  /** The number of different keys. */
  int size() {
    return slots.size();
  }

  Optional<Embedding> get(CacheKey key) throws IOException {
    int slot = slots.getIfAbsent(key, MISSING);
    if (slot == MISSING) {
      return Optional.empty();
    }
    record.clear();
    // Whoever damages the file under us must not make us answer with another text's vector.
    if (file.read(record, offset(slot)) != recordBytes
        || !isWhole(record, 0)
        || !key(record, 0).equals(key)) {
      slots.remove(key);
      return Optional.empty();
    }
    var values = new float[dimension];
    record.position(CacheKey.BYTES);
    record.asFloatBuffer().get(values);
    try {
      return Optional.of(Embedding.wrap(values));
    } catch (InvalidRequestException notFinite) {
      slots.remove(key);
      return Optional.empty();
    }
  }

  /** Appends what is new in one write; of more than fit into the whole file, the last ones. */
  void put(List<Map.Entry<CacheKey, Embedding>> entries) throws IOException {
    var unknown = entries.stream().filter(entry -> !slots.containsKey(entry.getKey())).toList();
    var kept = unknown.subList(Math.max(0, unknown.size() - capacity), unknown.size());
    if (kept.isEmpty()) {
      return;
    }
    if (count + (long) kept.size() > capacity) {
      rewrite(Math.min(capacity / 2, capacity - kept.size()));
    }
    var bytes = buffer(Math.multiplyExact(kept.size(), recordBytes));
    for (var entry : kept) {
      encode(entry.getKey(), entry.getValue(), bytes);
    }
    file.write(bytes.flip(), offset(count));
    for (var entry : kept) {
      slots.put(entry.getKey(), count++);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void load() throws IOException {
    var found = buffer(HEADER_BYTES);
    if (file.read(found, 0) != HEADER_BYTES || !found.flip().equals(header.duplicate().rewind())) {
      file.truncate(0);
      file.write(header.duplicate().rewind(), 0);
      return;
    }
    scan();
    // Also cuts what a crash has left of a record.
    file.truncate(offset(count));
    if (count > capacity) {
      rewrite(capacity / 2);
    }
  }

  /** Indexes every good record; {@code count} becomes the slot after the last of them. */
  private void scan() throws IOException {
    long records = Math.min((file.size() - HEADER_BYTES) / recordBytes, Integer.MAX_VALUE);
    int perRead = Math.max(1, SCAN_BYTES / recordBytes);
    var bytes = buffer(Math.toIntExact(Math.min(perRead, Math.max(records, 1)) * recordBytes));
    for (int first = 0; first < records; first += perRead) {
      int length = (int) Math.min(perRead, records - first) * recordBytes;
      bytes.clear().limit(length);
      int read = file.read(bytes, offset(first));
      for (int at = 0; at + recordBytes <= read; at += recordBytes) {
        if (isWhole(bytes, at)) {
          int slot = first + at / recordBytes;
          slots.put(key(bytes, at), slot);
          count = slot + 1;
        }
      }
    }
  }

  /** Replaces the file by one with the newest {@code keep} entries. */
  private void rewrite(int keep) throws IOException {
    var live = new BitSet(count);
    slots.forEachValue(live::set);
    int from = count;
    for (int kept = 0; kept < keep && from > 0; kept++) {
      from = Math.max(0, live.previousSetBit(from - 1));
    }
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    if (storage.exists(temporary)) {
      storage.delete(temporary);
    }
    var fresh = new ObjectIntHashMap<CacheKey>(keep);
    try (var out = storage.open(temporary, Storage.Mode.CREATE)) {
      copy(live, from, out, fresh);
    }
    file.close();
    storage.rename(temporary, path);
    file = storage.open(path, Storage.Mode.WRITE);
    slots = fresh;
    count = fresh.size();
  }

  private void copy(BitSet live, int from, Storage.File out, ObjectIntHashMap<CacheKey> fresh)
      throws IOException {
    var bytes = buffer(Math.max(1, SCAN_BYTES / recordBytes) * recordBytes);
    out.write(header.duplicate().rewind(), 0);
    int written = 0;
    for (int slot = live.nextSetBit(from); slot >= 0; slot = live.nextSetBit(slot + 1)) {
      record.clear();
      if (file.read(record, offset(slot)) != recordBytes || !isWhole(record, 0)) {
        continue;
      }
      fresh.put(key(record, 0), fresh.size());
      bytes.put(record.flip());
      if (!bytes.hasRemaining()) {
        out.write(bytes.flip(), offset(written));
        bytes.clear();
        written = fresh.size();
      }
    }
    out.write(bytes.flip(), offset(written));
  }

  private long offset(int slot) {
    return HEADER_BYTES + (long) slot * recordBytes;
  }

  private void encode(CacheKey key, Embedding embedding, ByteBuffer into) {
    int start = into.position();
    into.putLong(key.high()).putLong(key.low());
    into.asFloatBuffer().put(embedding.array());
    into.position(start + recordBytes - CRC_BYTES);
    into.putInt(Bytes.crc(into, start, recordBytes - CRC_BYTES));
  }

  private boolean isWhole(ByteBuffer bytes, int at) {
    int body = recordBytes - CRC_BYTES;
    return bytes.getInt(at + body) == Bytes.crc(bytes, at, body);
  }

  private static CacheKey key(ByteBuffer bytes, int at) {
    return new CacheKey(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
  }

  private static ByteBuffer header(CachingEmbedder.Named embedder) {
    byte[] name = embedder.name().getBytes(StandardCharsets.UTF_8);
    var header = buffer(HEADER_BYTES);
    header
        .putLong(MAGIC)
        .put(CacheKey.sha256().digest(name), 0, Long.BYTES)
        .putInt(embedder.dimension());
    return header.putInt(Bytes.crc(header, 0, header.position()));
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
