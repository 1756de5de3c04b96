package dev.mneme.index.api;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one file that a view's state is kept in between two runs; replaced as a whole. Layout,
 * little-endian:
 *
 * <pre>
 *   byte  0   u32  magic of the view
 *   byte  4   u32  version of the body's format
 *   byte  8   i64  sequence up to which the body has applied the log
 *   byte 16   i64  digest of the log as of it
 *   byte 24   i64  n, length of the body
 *   byte 32   n bytes, the body; its view documents it
 *   byte 32+n u32  CRC32C of all bytes before
 * </pre>
 *
 * A file that is missing, damaged, of another view or of a newer version reads as nothing, because
 * a view can always be rebuilt. The checksum finds every change of up to 32 neighbouring bits, and
 * any other but for one in 2^32. The content is less than 2 GiB.
 */
public final class CheckpointFile {
  private static final Logger log = LoggerFactory.getLogger(CheckpointFile.class);
  private static final int HEADER = 32;
  private static final int LENGTH_AT = 24;
  private static final int TRAILER = 4;

  private final Storage storage;
  private final Path file;
  private final int magic;
  private final int version;

  public CheckpointFile(Storage storage, Path file, int magic, int version) {
    this.storage = storage;
    this.file = file;
    this.magic = magic;
    this.version = version;
  }

  /**
   * What a checkpoint holds.
   *
   * @param body little-endian, positioned at its start
   */
  public record Content(LogPoint point, ByteBuffer body) {}

  /** The newest checkpoint, or nothing, for whatever reason; all but a missing file are logged. */
  public Optional<Content> read() {
    try {
      ViewPaths.clear(storage, file.resolveSibling(file.getFileName() + ".tmp"));
      if (!storage.exists(file)) {
        ViewPaths.clear(storage, file); // a link that leads nowhere
        return Optional.empty();
      }
      byte[] bytes = storage.readFully(file);
      Optional<String> fault = fault(bytes);
      if (fault.isPresent()) {
        reject(fault.get());
        return Optional.empty();
      }
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      var point = new LogPoint(in.getLong(8), in.getLong(16));
      ByteBuffer body =
          in.slice(HEADER, bytes.length - HEADER - TRAILER).order(ByteOrder.LITTLE_ENDIAN);
      return Optional.of(new Content(point, body));
    } catch (IOException e) {
      reject(e.toString());
      ViewPaths.clear(storage, file); // it could not be replaced if it is a directory, say
      return Optional.empty();
    }
  }

  /** Says in the log why what the file holds is not used, and that the view will be rebuilt. */
  public void reject(String reason) {
    log.warn("{} is not used and its view is rebuilt from the log: {}", file, reason);
  }

  private Optional<String> fault(byte[] bytes) {
    if (bytes.length < HEADER + TRAILER) {
      return Optional.of("only " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(0) != magic) {
      return Optional.of("it does not start as a checkpoint of this view does");
    }
    if (in.getInt(4) != version) {
      return Optional.of("format " + in.getInt(4) + ", this program reads format " + version);
    }
    int bodyEnd = bytes.length - TRAILER;
    if (in.getLong(LENGTH_AT) != bodyEnd - HEADER) {
      return Optional.of(
          "body of "
              + in.getLong(LENGTH_AT)
              + " bytes announced, "
              + (bodyEnd - HEADER)
              + " there");
    }
    if (!Bytes.endInTheirChecksum(bytes)) {
      return Optional.of("wrong checksum");
    }
    return in.getLong(8) < -1 ? Optional.of("sequence " + in.getLong(8)) : Optional.empty();
  }

  /**
   * Replaces the checkpoint, durably.
   *
   * @throws StorageException if the storage refuses; the old checkpoint is still there then
   */
  public void write(LogPoint point, GrowingBuffer body) {
    ByteBuffer content = body.buffer();
    int length = content.remaining();
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(HEADER + TRAILER, length)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(magic).putInt(version).putLong(point.sequence()).putLong(point.digest());
    out.putLong(length).put(content);
    out.putInt(Bytes.crc(out, 0, HEADER + length)).flip();
    try {
      Path directory = file.getParent();
      if (directory != null) {
        storage.createDirectories(directory);
      }
      storage.writeAtomically(file, out);
    } catch (IOException e) {
      throw new StorageException(file, "the checkpoint could not be written: " + e.getMessage(), e);
    }
  }

  /** Bytes on disk, 0 where there is none or it cannot be known. */
  public long size() {
    try {
      return storage.exists(file) ? storage.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
