package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows the valid records of one segment in file order, says what is wrong with their order, and
 * knows what the batch ends so far have committed. Not thread-safe.
 */
public final class BatchTracker {
  private final boolean contiguous;
  private long lastSequence;
  private int lastOrdinal;
  private long records;
  private SparseIndex index = SparseIndex.EMPTY;
  private long digest;
  private final OptionalLong watched;
  private OptionalLong watchedDigest = OptionalLong.empty();
  private long batchStart = SegmentFormat.HEADER_LENGTH;
  private int batchRecords;
  private int batchCrc;
  private boolean broken;
  private Committed committed;

  public BatchTracker(SegmentFormat.Header header, long startDigest) {
    this(header, startDigest, OptionalLong.empty());
  }

  /**
   * @param startDigest with which the digest of the records begins
   * @param watched a sequence whose digest is asked for, if it comes by
   */
  public BatchTracker(SegmentFormat.Header header, long startDigest, OptionalLong watched) {
    digest = startDigest;
    this.watched = watched;
    contiguous = !header.compacted();
    lastSequence = header.firstSequence() - 1;
    lastOrdinal = header.lastOrdinal();
    watch();
    committed =
        new Committed(batchStart, batchStart, lastSequence, lastOrdinal, 0, true, index, digest);
  }

  private void watch() {
    if (watched.isPresent() && watched.getAsLong() == lastSequence) {
      watchedDigest = OptionalLong.of(digest);
    }
  }

  /** The digest as of the watched sequence, if it came by. */
  public OptionalLong watchedDigest() {
    return watchedDigest;
  }

  /**
   * What counts.
   *
   * @param end where the last batch end ends
   * @param durable up to where a batch end says that everything was durable when it was written
   * @param marked whether nothing was committed since the last mark of a clean close
   * @param digest of the records
   */
  public record Committed(
      long end,
      long durable,
      long lastSequence,
      int lastOrdinal,
      long records,
      boolean marked,
      SparseIndex index,
      long digest) {}

  public Committed committed() {
    return committed;
  }

  /**
   * Takes the record at {@code at}, which begins at {@code offset} of the file, and says what is
   * wrong with it.
   */
  public Optional<String> accept(byte[] bytes, int at, long offset) {
    return switch (bytes[at + RecordFormat.KIND]) {
      case RecordFormat.PUT, RecordFormat.DELETE, RecordFormat.EXPIRED -> change(bytes, at, offset);
      case RecordFormat.BATCH_END -> batchEnd(bytes, at, offset);
      default -> Optional.of("a seal is not at the end of its file");
    };
  }

  /**
   * Some bytes before the next record are not valid: nothing is expected of the batch that they
   * belong to.
   */
  public void skipDamage() {
    broken = true;
  }

  private Optional<String> change(byte[] bytes, int at, long offset) {
    long sequence = Bytes.getLong(bytes, at + RecordFormat.SEQUENCE);
    boolean inOrder =
        (contiguous && !broken) ? sequence == lastSequence + 1 : sequence > lastSequence;
    if (!inOrder) {
      return Optional.of("sequence " + sequence + " follows " + lastSequence);
    }
    lastSequence = sequence;
    lastOrdinal = Math.max(lastOrdinal, Bytes.getInt(bytes, at + RecordFormat.ORDINAL));
    index = index.with(sequence, offset);
    digest = LogDigest.with(digest, bytes, at);
    watch();
    records++;
    batchRecords++;
    batchCrc = RecordEncoder.chain(batchCrc, Bytes.getInt(bytes, at + RecordFormat.CRC));
    return Optional.empty();
  }

  private Optional<String> batchEnd(byte[] bytes, int at, long offset) {
    boolean valid =
        Bytes.getInt(bytes, at + RecordFormat.BATCH_RECORDS) == batchRecords
            && Bytes.getInt(bytes, at + RecordFormat.BATCH_CRC) == batchCrc
            && Bytes.getLong(bytes, at + RecordFormat.BATCH_BYTES) == offset - batchStart
            && Bytes.getLong(bytes, at + RecordFormat.SEQUENCE) == lastSequence
            && Bytes.getInt(bytes, at + RecordFormat.BATCH_ORDINAL) >= lastOrdinal;
    var problem =
        valid || broken
            ? Optional.<String>empty()
            : Optional.of("the batch end does not fit its " + batchRecords + " records");
    boolean mark = batchRecords == 0;
    lastSequence = Math.max(lastSequence, Bytes.getLong(bytes, at + RecordFormat.SEQUENCE));
    lastOrdinal = Math.max(lastOrdinal, Bytes.getInt(bytes, at + RecordFormat.BATCH_ORDINAL));
    batchStart = offset + RecordFormat.BATCH_END_LENGTH;
    batchRecords = 0;
    batchCrc = 0;
    broken = false;
    long durable =
        Math.max(committed.durable(), Bytes.getLong(bytes, at + RecordFormat.BATCH_DURABLE));
    committed =
        new Committed(
            batchStart,
            Math.min(durable, batchStart),
            lastSequence,
            lastOrdinal,
            records,
            mark,
            index,
            digest);
    return problem;
  }
}
