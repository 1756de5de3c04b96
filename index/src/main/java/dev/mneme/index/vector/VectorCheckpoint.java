package dev.mneme.index.vector;

import dev.mneme.core.log.Storage;
import dev.mneme.core.model.StorageFailure;
import dev.mneme.core.vector.Similarity;
import dev.mneme.index.api.OrdinalBitmap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the vector view keeps on disk: which ordinals are members. Vectors are in the log, graphs are built anew.
 *
 * <pre>
 * offset  bytes  little-endian
 *      0      4  magic "MNVC"
 *      4      4  version, 1
 *      8      8  sequence up to which the log is applied
 *     16      4  dimension, 0 while there never was a vector
 *     20      4  similarity: 0 cosine, 1 dot, 2 Euclidean
 *     24      4  length n of the bitmap
 *     28      n  members, portable Roaring format
 * 28 + n      4  CRC32C of everything before
 * </pre>
 *
 * @param dimension 0 while there never was a vector
 */
record VectorCheckpoint(
    long sequence, int dimension, Similarity similarity, OrdinalBitmap members) {
  private static final Logger log = LoggerFactory.getLogger(VectorCheckpoint.class);
  private static final int MAGIC = 'M' | 'N' << 8 | 'V' << 16 | 'C' << 24;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 28;
  private static final int CHECKSUM_BYTES = 4;

  /** Replaces the file. */
  void write(Storage storage, Path file) {
    var bytes = ByteBuffer.allocate(HEADER_BYTES + members.serializedSize() + CHECKSUM_BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(MAGIC).putInt(VERSION).putLong(sequence).putInt(dimension);
    bytes.putInt(code(similarity)).putInt(members.serializedSize());
    members.writeTo(bytes);
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    try {
      storage.writeAtomically(file, bytes.flip());
    } catch (IOException e) {
      throw new StorageFailure(file, "the vector checkpoint was not written", e);
    }
  }

  /** What the file holds, or nothing if it is missing, damaged, of another version or for another similarity. */
  static Optional<VectorCheckpoint> read(Storage storage, Path file, Similarity similarity) {
    try {
      if (!storage.exists(file)) {
        return Optional.empty();
      }
      var checkpoint = parse(storage.readFully(file));
      if (checkpoint.similarity != similarity) {
        throw new IllegalArgumentException("it is for " + checkpoint.similarity);
      }
      return Optional.of(checkpoint);
    } catch (IOException | IllegalArgumentException e) {
      log.warn("{} is not used, the view is made anew from the log: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private static VectorCheckpoint parse(byte[] content) {
    check(content.length >= HEADER_BYTES + CHECKSUM_BYTES, "it is cut short");
    var in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int body = content.length - CHECKSUM_BYTES;
    check(in.getInt() == MAGIC, "it is no vector checkpoint");
    int version = in.getInt();
    check(version == VERSION, "its version is " + version);
    check(in.getInt(body) == checksum(content, body), "its checksum differs");
    long sequence = in.getLong();
    int dimension = in.getInt();
    var similarity = similarity(in.getInt());
    check(in.getInt() == body - HEADER_BYTES, "its length is wrong");
    return new VectorCheckpoint(
        sequence, dimension, similarity, OrdinalBitmap.readFrom(in.limit(body)));
  }

  private static void check(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static int checksum(byte[] content, int length) {
    var crc = new CRC32C();
    crc.update(content, 0, length);
    return (int) crc.getValue();
  }

  private static int code(Similarity similarity) {
    return switch (similarity) {
      case COSINE -> 0;
      case DOT -> 1;
      case EUCLIDEAN -> 2;
    };
  }

  private static Similarity similarity(int code) {
    return switch (code) {
      case 0 -> Similarity.COSINE;
      case 1 -> Similarity.DOT;
      case 2 -> Similarity.EUCLIDEAN;
      default -> throw new IllegalArgumentException("its similarity is " + code);
    };
  }
}
