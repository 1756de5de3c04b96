package dev.mneme.index.vector;

import dev.mneme.core.log.Storage;
import dev.mneme.core.vector.Similarity;
import dev.mneme.index.api.CheckpointFile;
import dev.mneme.index.api.GrowingBuffer;
import dev.mneme.index.api.OrdinalBitmap;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that the vector view keeps on disk: which ordinals are members. Vectors are in the log,
 * graphs are built anew. The {@linkplain CheckpointFile body}, little-endian:
 *
 * <pre>
 *   i32  dimension, 0 while there never was a vector
 *   i32  similarity: 0 cosine, 1 dot, 2 Euclidean
 *        members, portable Roaring format
 * </pre>
 */
final class VectorCheckpoint {
  private static final int MAGIC = 0x4356_4e4d; // "MNVC"
  private static final int VERSION = 1;

  private final CheckpointFile file;

  VectorCheckpoint(Storage storage, Path directory) {
    this.file = new CheckpointFile(storage, directory.resolve("vector.checkpoint"), MAGIC, VERSION);
  }

  /**
   * @param dimension 0 while there never was a vector
   */
  record State(long sequence, int dimension, Similarity similarity, OrdinalBitmap members) {}

  /** Replaces what is there, durably. */
  void write(State state) {
    var body = new GrowingBuffer();
    body.putInt(state.dimension).putInt(code(state.similarity)).putBitmap(state.members);
    file.write(state.sequence, body);
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
      return Optional.of(parse(content.sequence(), content.body(), similarity));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      file.reject(e.toString());
      return Optional.empty();
    }
  }

  private static State parse(long sequence, ByteBuffer in, Similarity similarity) {
    int dimension = in.getInt();
    int code = in.getInt();
    if (code != code(similarity)) {
      throw new IllegalArgumentException("similarity " + code + ", not " + code(similarity));
    }
    var members = OrdinalBitmap.readFrom(in);
    if (dimension < 0 || (dimension == 0 && !members.isEmpty()) || in.hasRemaining()) {
      throw new IllegalArgumentException(
          "dimension %d, %s, %d bytes left".formatted(dimension, members, in.remaining()));
    }
    return new State(sequence, dimension, similarity, members);
  }

  private static int code(Similarity similarity) {
    return switch (similarity) {
      case COSINE -> 0;
      case DOT -> 1;
      case EUCLIDEAN -> 2;
    };
  }
}
