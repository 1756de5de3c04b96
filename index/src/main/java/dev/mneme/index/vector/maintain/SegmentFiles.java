package dev.mneme.index.vector.maintain;

import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.build.SegmentStore;
import dev.mneme.index.vector.search.SealedSegment;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which segment files there are and which of them the checkpoint vouches for. A file is trusted
 * only if the checkpoint names it, and deleted only when a durable checkpoint does not, so that a
 * crash at any moment leaves a checkpoint with all its files; what it does not name is deleted when
 * the view is opened. Thread-safe.
 *
 * <p>A checkpoint must not name a segment of ordinals that the log may still lose in a power
 * failure, since they would be given anew: where durability lags behind the views, a segment is
 * named once the committer has made a checkpoint at or after its last ordinal.
 */
public final class SegmentFiles {
  private static final Logger log = LoggerFactory.getLogger(SegmentFiles.class);
  private static final String PREFIX = "segment-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})\\.vectors");

  private final Storage storage;
  private final Path directory;
  private final VectorCheckpoint checkpoint;

  /** The newest one that is durable. */
  private Optional<VectorCheckpoint.State> durable = Optional.empty();

  /** Ordinals below it are durable in the log. */
  private int durableLimit;

  /** Numbers of files that are there, and complete, with their checksums. */
  private final Map<Long, Integer> present = new HashMap<>();

  private long nextNumber;

  public SegmentFiles(Storage storage, Path directory) {
    this.storage = storage;
    this.directory = directory;
    this.checkpoint = new VectorCheckpoint(storage, directory);
  }

  Path directory() {
    return directory;
  }

  /** What the checkpoint says, if it is usable. To be called first, once. */
  public synchronized Optional<VectorCheckpoint.State> recover(Similarity similarity) {
    durable = checkpoint.read(similarity);
    durableLimit = durable.map(state -> state.members().limit()).orElse(0);
    return durable;
  }

  /**
   * Opens the segments that the checkpoint names, and deletes all other files of segments. A
   * segment that is missing or damaged is left out; its members have to be indexed anew.
   */
  public synchronized List<SealedTier> open(Optional<SegmentStore> store) {
    var tiers = new ArrayList<SealedTier>();
    if (durable.isPresent() && store.isPresent()) {
      var members = durable.get().members();
      for (var named : durable.get().segments()) {
        nextNumber = Math.max(nextNumber, named.number() + 1);
        var segment = open(store.get(), named);
        if (segment.isPresent()) {
          var covered = segment.get().ordinals().and(members);
          members = members.andNot(covered);
          tiers.add(new SealedTier(segment.get(), covered));
          present.put(named.number(), named.checksum());
          durableLimit = Math.max(durableLimit, segment.get().ordinals().limit());
        }
      }
    }
    deleteLeftovers();
    return tiers;
  }

  private Optional<SealedSegment> open(SegmentStore store, VectorCheckpoint.SegmentEntry named) {
    var file = file(named.number());
    var segment =
        store
            .open(file)
            .filter(found -> named.isOf(found.ordinals()) && named.checksum() == checksum(file));
    if (segment.isEmpty()) {
      log.warn("{} is not usable; its {} vectors are indexed anew", file, named.ordinals());
    }
    return segment;
  }

  private void deleteLeftovers() {
    try {
      for (var name : storage.list(directory)) {
        if (name.startsWith(PREFIX)) {
          var matcher = NAME.matcher(name);
          long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
          nextNumber = Math.max(nextNumber, number + 1);
          if (!present.containsKey(number)) {
            delete(directory.resolve(name));
          }
        }
      }
    } catch (IOException e) {
      log.warn("{} cannot be cleaned of what is not used any more: {}", directory, e.toString());
      // The names are not known: stay clear of them.
      nextNumber = Math.max(nextNumber, System.currentTimeMillis());
    }
  }

  /**
   * The file for a new segment; its directory is there.
   *
   * @throws StorageException if the directory cannot be made
   */
  synchronized Path next() {
    try {
      storage.createDirectories(directory);
    } catch (IOException e) {
      throw new StorageException(directory, "cannot be created: " + e.getMessage(), e);
    }
    return file(nextNumber++);
  }

  /** Deletes what a build that did not succeed may have left; if that fails, the next open does. */
  void discard(Path file) {
    try {
      for (var left : List.of(file, file.resolveSibling(file.getFileName() + ".tmp"))) {
        if (storage.exists(left)) {
          storage.delete(left);
        }
      }
    } catch (IOException e) {
      log.debug("{} stays until the view is opened again", file, e);
    }
  }

  /** Notes that a segment is complete and in use. */
  synchronized void built(SealedSegment segment) {
    present.put(number(segment), checksum(segment.file()));
  }

  /**
   * The last four bytes of a segment's file, which hold the checksum of all others; 0 if they
   * cannot be read, which vouches for nothing.
   */
  private int checksum(Path file) {
    var bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (var in = storage.open(file, Storage.Mode.READ)) {
      in.read(bytes, Math.max(0, in.size() - Integer.BYTES));
      return bytes.getInt(0);
    } catch (IOException e) {
      log.warn("{} cannot be read: {}", file, e.toString());
      return 0;
    }
  }

  /**
   * Makes members and segments durable, then deletes the files that are not used any more.
   *
   * @param point up to it the log is durable, and is applied to {@code state}
   * @param zeros members whose vector is zero, which the state does not have
   */
  public synchronized void checkpoint(
      LogPoint point,
      int dimension,
      Similarity similarity,
      OrdinalBitmap zeros,
      VectorState state) {
    durableLimit = Math.max(durableLimit, Math.max(zeros.limit(), state.members().limit()));
    write(
        new VectorCheckpoint.State(
            point, dimension, similarity, state.members(), zeros, names(state.segments())));
  }

  /**
   * Makes a change of segments durable between two checkpoints, where that can be done already.
   * Else, or if the storage refuses, the next checkpoint does it.
   */
  synchronized void refresh(VectorState state) {
    boolean vouched =
        state.segments().stream()
            .allMatch(tier -> tier.segment().ordinals().limit() <= durableLimit);
    if (durable.isEmpty() || !vouched) {
      return;
    }
    try {
      var last = durable.get();
      write(
          new VectorCheckpoint.State(
              last.point(),
              last.dimension(),
              last.similarity(),
              last.members(),
              last.zeros(),
              names(state.segments())));
    } catch (StorageException e) {
      log.warn("New vector segments are not used after a crash yet: {}", e.getMessage());
    }
  }

  private void write(VectorCheckpoint.State next) {
    checkpoint.write(next);
    durable = Optional.of(next);
    var named =
        next.segments().stream()
            .map(VectorCheckpoint.SegmentEntry::number)
            .collect(Collectors.toUnmodifiableSet());
    present.keySet().removeIf(number -> !named.contains(number) && delete(file(number)));
  }

  /** Bytes on disk of checkpoint and segments. */
  public long size(VectorState state) {
    return checkpoint.size()
        + state.segments().stream().mapToLong(tier -> tier.segment().diskBytes()).sum();
  }

  private boolean delete(Path file) {
    try {
      storage.deleteTree(file);
      return true;
    } catch (IOException e) {
      log.warn("{} is not used any more but cannot be deleted: {}", file, e.toString());
      return false;
    }
  }

  private List<VectorCheckpoint.SegmentEntry> names(List<SealedTier> tiers) {
    return tiers.stream()
        .map(
            tier -> {
              long number = number(tier.segment());
              int checksum = present.getOrDefault(number, 0);
              return VectorCheckpoint.SegmentEntry.of(number, ordinals(tier), checksum);
            })
        .toList();
  }

  private static OrdinalBitmap ordinals(SealedTier tier) {
    return tier.segment().ordinals();
  }

  private Path file(long number) {
    return directory.resolve(PREFIX + number + ".vectors");
  }

  private static long number(SealedSegment segment) {
    var matcher = NAME.matcher(Objects.toString(segment.file().getFileName()));
    if (!matcher.matches()) {
      throw new IllegalStateException("not the name of a segment: " + segment.file());
    }
    return Long.parseLong(matcher.group(1));
  }
}
