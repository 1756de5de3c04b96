package dev.mneme.index.store.state;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.LogExpectation;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.ViewPaths;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint of the {@link Catalog}, {@code views/catalog}. Little-endian:
 *
 * <pre>
 * 0   8  magic "MNEMECAT"
 * 8   4  format version, 2
 * 12  8  sequence: the log is applied up to and including it
 * 20 16  identity of the log (UUID)
 * 36  8  digest of the log as of the sequence
 * 44  8  layout of the log that the positions speak of
 * 52  4  next ordinal
 * 56  4  count of namespaces, each: 4 length, UTF-8 bytes
 *     4  length, live ordinals as a portable Roaring bitmap
 *     4  length, dead ordinals that the views still hold, likewise
 *     8  position of each live ordinal, ascending
 *     4  count of tombstones, each: 8 hash, 8 sequence
 *     4  CRC32C of everything before
 * </pre>
 *
 * <p>Of version 1, which did not say of which log it is, only the sequence is read.
 */
public final class CatalogFile {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogFile.class);
  private static final long MAGIC = 0x5441_4345_4d45_4e4dL; // "MNEMECAT", little-endian
  private static final int FORMAT = 2;
  private static final int LEGACY_FORMAT = 1;
  private static final int SEQUENCE_AT = 12;
  private static final int FIXED = 60;

  private CatalogFile() {}

  /**
   * What changes from checkpoint to checkpoint.
   *
   * @param log its identity
   * @param layout of the log that the positions speak of
   * @param dead ordinals that the views still hold
   */
  public record Header(
      UUID log, LogPoint point, long layout, RoaringBitmap live, RoaringBitmap dead) {}

  /** A checkpoint that was read and found whole. */
  public record Content(
      Header header, List<String> namespaces, PositionTable positions, Tombstones tombstones) {
    public long sequence() {
      return header.point.sequence();
    }
  }

  /** Stands for the place in the clean close of the id map; not negative. */
  public static long cleanClose(LogPoint point) {
    return point.digest() & Long.MAX_VALUE;
  }

  public static Path path(Path directory) {
    return directory.resolve("views").resolve("catalog");
  }

  /** Writes the checkpoint; may compress the live ordinals that it is given. */
  public static void write(Storage storage, Path directory, Catalog catalog, Header header) {
    var file = path(directory);
    try {
      storage.writeAtomically(file, encode(catalog, header));
    } catch (IOException e) {
      throw new StorageException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** Reads the checkpoint; empty if there is none that is whole, which only costs a rebuild. */
  public static Optional<Content> read(Storage storage, Path directory) {
    var file = path(directory);
    try {
      ViewPaths.clear(storage, file.resolveSibling(file.getFileName() + ".tmp"));
      if (!storage.exists(file)) {
        ViewPaths.clear(storage, file); // a link that leads nowhere
        return Optional.empty();
      }
      return Optional.of(
          decode(ByteBuffer.wrap(storage.readFully(file)).order(ByteOrder.LITTLE_ENDIAN)));
    } catch (IOException | IllegalArgumentException | BufferUnderflowException e) {
      LOG.warn("{} is not usable ({}); it is rebuilt from the log", file, e.getMessage());
      ViewPaths.clear(storage, file); // it could not be replaced if it is a directory, say
      return Optional.empty();
    }
  }

  /** What the checkpoint says of its log; empty if there is none that is whole. */
  public static Optional<LogExpectation.Witness> witness(Storage storage, Path directory) {
    var file = path(directory);
    try {
      if (!storage.exists(file)) {
        return Optional.empty();
      }
      var in = ByteBuffer.wrap(storage.readFully(file)).order(ByteOrder.LITTLE_ENDIAN);
      int end = in.limit() - Integer.BYTES;
      if (end < FIXED || in.getInt(end) != Bytes.crc(in, 0, end) || in.getLong(0) != MAGIC) {
        return Optional.empty();
      }
      int format = in.getInt(8);
      long sequence = in.getLong(SEQUENCE_AT);
      return switch (format) {
        case LEGACY_FORMAT ->
            Optional.of(new LogExpectation.Witness(file, Optional.empty(), sequence));
        case FORMAT -> {
          var log = new UUID(in.getLong(20), in.getLong(28));
          yield Optional.of(new LogExpectation.Witness(file, Optional.of(log), sequence));
        }
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ByteBuffer encode(Catalog catalog, Header header) {
    var live = header.live();
    live.runOptimize();
    var names =
        catalog.namespaces().names().stream()
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toList();
    long[] tombstones = catalog.tombstones().toArray();
    long size =
        FIXED
            + names.stream().mapToLong(name -> 4 + name.length).sum()
            + 8L
            + live.serializedSizeInBytes()
            + header.dead().serializedSizeInBytes()
            + 8L * live.getLongCardinality()
            + 4L
            + 8L * tombstones.length
            + 4L;
    var out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(FORMAT).putLong(header.point().sequence());
    out.putLong(header.log().getMostSignificantBits());
    out.putLong(header.log().getLeastSignificantBits());
    out.putLong(header.point().digest()).putLong(header.layout());
    out.putInt(catalog.nextOrdinal()).putInt(names.size());
    names.forEach(name -> out.putInt(name.length).put(name));
    putBitmap(out, live);
    putBitmap(out, header.dead());
    live.forEach(
        (org.roaringbitmap.IntConsumer) ordinal -> out.putLong(catalog.positions().get(ordinal)));
    out.putInt(tombstones.length / 2);
    for (long value : tombstones) {
      out.putLong(value);
    }
    return out.putInt(Bytes.crc(out, 0, out.position())).flip();
  }

  private static void putBitmap(ByteBuffer out, RoaringBitmap bitmap) {
    out.putInt(bitmap.serializedSizeInBytes());
    bitmap.serialize(out);
  }

  private static Content decode(ByteBuffer in) throws IOException {
    int end = in.limit() - Integer.BYTES;
    if (end < FIXED || in.getInt(end) != Bytes.crc(in, 0, end)) {
      throw new IOException("the checksum does not match");
    }
    if (in.getLong() != MAGIC || in.getInt() != FORMAT) {
      throw new IOException("another format");
    }
    long sequence = in.getLong();
    var log = new UUID(in.getLong(), in.getLong());
    var point = new LogPoint(sequence, in.getLong());
    long layout = in.getLong();
    in.getInt(); // the next ordinal, which the log knows
    var names = new ArrayList<String>();
    for (int i = in.getInt(); i > 0; i--) {
      var name = new byte[in.getInt()];
      in.get(name);
      names.add(new String(name, StandardCharsets.UTF_8));
    }
    var live = getBitmap(in);
    var dead = getBitmap(in);
    var positions = new PositionTable();
    live.forEach((org.roaringbitmap.IntConsumer) ordinal -> positions.set(ordinal, in.getLong()));
    var tombstones = new Tombstones();
    for (int i = in.getInt(); i > 0; i--) {
      tombstones.putHash(in.getLong(), in.getLong());
    }
    var header = new Header(log, point, layout, live, dead);
    return new Content(header, names, positions, tombstones);
  }

  private static RoaringBitmap getBitmap(ByteBuffer in) throws IOException {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IOException(
          "a bitmap of " + length + " bytes in a file with " + in.remaining() + " left");
    }
    var bitmap = new RoaringBitmap();
    bitmap.deserialize(in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN));
    in.position(in.position() + length);
    return bitmap;
  }
}
