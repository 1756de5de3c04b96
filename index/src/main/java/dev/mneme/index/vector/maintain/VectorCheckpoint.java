package dev.mneme.index.vector.maintain;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CheckpointFile;
import dev.mneme.index.api.GrowingBuffer;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What the vector view trusts of what it has on disk: which ordinals are members, and which sealed
 * segments are whole. Vectors are in the log, the live graph is built anew. The {@linkplain
 * CheckpointFile body}, little-endian:
 *
 * <pre>
 *   i32  dimension, 0 while there never was a vector
 *   i32  similarity: 0 cosine, 1 dot, 2 Euclidean
 *        members whose vector is not zero, portable Roaring format
 *        members whose vector is zero, likewise
 *   i32  count of segments, each:
 *          i64  number, which is in the file's name
 *          i32  count of its ordinals
 *          i32  CRC32C of its ordinals in the portable Roaring format
 *          i32  checksum of its file: the last four bytes
 * </pre>
 */
public final class VectorCheckpoint {
  private static final int MAGIC = 0x4356_4e4d; // "MNVC"
  private static final int VERSION = 4;

  private final CheckpointFile file;

  VectorCheckpoint(Storage storage, Path directory) {
    this.file = new CheckpointFile(storage, directory.resolve("vector.checkpoint"), MAGIC, VERSION);
  }

  /**
   * @param dimension 0 while there never was a vector
   * @param members whose vector is not zero
   * @param zeros members whose vector is zero
   */
  public record State(
      LogPoint point,
      int dimension,
      Similarity similarity,
      OrdinalBitmap members,
      OrdinalBitmap zeros,
      List<SegmentEntry> segments) {
    public State {
      segments = List.copyOf(segments);
    }
  }

  /** One sealed segment's file, which ordinals have to be in it, and its checksum. */
  record SegmentEntry(long number, int ordinals, int fingerprint, int checksum) {
    static SegmentEntry of(long number, OrdinalBitmap ordinals, int checksum) {
      return new SegmentEntry(number, ordinals.cardinality(), fingerprint(ordinals), checksum);
    }

    boolean isOf(OrdinalBitmap found) {
      return found.cardinality() == ordinals && fingerprint(found) == fingerprint;
    }

    private static int fingerprint(OrdinalBitmap ordinals) {
      var bytes = ByteBuffer.allocate(ordinals.serializedSize());
      ordinals.writeTo(bytes);
      var crc = new CRC32C();
      crc.update(bytes.flip());
      return (int) crc.getValue();
    }
  }

  /** Replaces what is there, durably. */
  void write(State state) {
    var body = new GrowingBuffer();
    body.putInt(state.dimension).putInt(code(state.similarity)).putBitmap(state.members);
    body.putBitmap(state.zeros).putInt(state.segments.size());
    for (var segment : state.segments) {
      body.putLong(segment.number).putInt(segment.ordinals).putInt(segment.fingerprint);
      body.putInt(segment.checksum);
    }
    file.write(state.point, body);
  }

  /** What is there, or nothing if that is not usable or for another similarity. */
  Optional<State> read(Similarity similarity) {
    return file.read().flatMap(content -> parse(content, similarity));
  }

  long size() {
    return file.size();
  }

  private Optional<State> parse(CheckpointFile.Content content, Similarity similarity) {
    try {
      var state = parse(content);
      if (state.similarity != similarity) {
        throw new IllegalArgumentException(
            "similarity " + state.similarity + ", not " + similarity);
      }
      return Optional.of(state);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      file.reject(e.toString());
      return Optional.empty();
    }
  }

  private static State parse(CheckpointFile.Content content) {
    ByteBuffer in = content.body();
    int dimension = in.getInt();
    var similarity = similarity(in.getInt());
    var members = OrdinalBitmap.readFrom(in);
    var zeros = OrdinalBitmap.readFrom(in);
    var segments = new ArrayList<SegmentEntry>();
    for (int i = in.getInt(); i > 0; i--) {
      segments.add(new SegmentEntry(in.getLong(), in.getInt(), in.getInt(), in.getInt()));
    }
    boolean isEmpty = members.isEmpty() && zeros.isEmpty();
    if (dimension < 0 || (dimension == 0 && !isEmpty) || in.hasRemaining()) {
      throw new IllegalArgumentException(
          "dimension %d, %s, %s, %d bytes left"
              .formatted(dimension, members, zeros, in.remaining()));
    }
    return new State(content.point(), dimension, similarity, members, zeros, segments);
  }

  private static Similarity similarity(int code) {
    return switch (code) {
      case 0 -> Similarity.COSINE;
      case 1 -> Similarity.DOT;
      case 2 -> Similarity.EUCLIDEAN;
      default -> throw new IllegalArgumentException("similarity " + code);
    };
  }

  private static int code(Similarity similarity) {
    return switch (similarity) {
      case COSINE -> 0;
      case DOT -> 1;
      case EUCLIDEAN -> 2;
    };
  }
}
