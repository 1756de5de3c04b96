package dev.mneme.index.text.lucene;

import dev.mneme.core.storage.MappedReads;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Language;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing side: a Lucene index whose documents ascend by ordinal. All methods that write are
 * called by one thread at a time; that, and merging neighbours only, is what keeps the order.
 *
 * <p>Small new segments live in memory until the next checkpoint, so that a refresh after one added
 * memory makes no files. The disk is reached through {@link StorageDirectory}.
 */
public final class LuceneIndex {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneIndex.class);

  // What is buffered and cached is live until it is flushed: the heap bounds it.
  private static final double RAM_BUFFER_MIB = heapMib(1 / 16.0, 64);
  private static final double MAX_CACHED_MIB = heapMib(1 / 16.0, 32);
  private static final double MAX_CACHED_SEGMENT_MIB = MAX_CACHED_MIB / 8;

  /**
   * Larger indexes are checked by structure only when they open: reading everything would take
   * seconds.
   */
  private static final long MAX_CHECKED_BYTES = 256L << 20;

  private final Path path;
  private final Language language;
  private final LongSupplier filesHeap;
  private final NRTCachingDirectory directory;
  private final IndexWriter writer;
  private final TextSegments segments;
  private final CommitPoint recovered;
  private final Fields fields = new Fields();
  private int nextOrdinal;

  /** The last sequence that was applied; everything up to it is in the next reader. */
  private volatile long applied;

  /** The sequence of the last batch that added a document: a reader that has it misses nothing. */
  private volatile long lastAdded;

  private LuceneIndex(
      Path path, Language language, Opened opened, TextSegments segments, CommitPoint recovered) {
    this.path = path;
    this.language = language;
    this.filesHeap = opened.filesHeap();
    this.directory = opened.cached();
    this.writer = opened.writer();
    this.segments = segments;
    this.recovered = recovered;
    this.nextOrdinal = recovered.nextOrdinal();
    this.applied = recovered.point().sequence();
    this.lastAdded = recovered.point().sequence();
  }

  /** What the files need of the heap, they with a cache of the small ones, and who writes them. */
  private record Opened(LongSupplier filesHeap, NRTCachingDirectory cached, IndexWriter writer) {}

  /**
   * Opens the last commit, or wipes the directory where it holds none that is whole and in this
   * language.
   */
  public static LuceneIndex open(Storage storage, Path path, Language language, Analyzer analyzer) {
    try {
      var directory = StorageDirectory.open(storage, path);
      CommitPoint recovered = recover(path, language, directory);
      var cached = new NRTCachingDirectory(directory, MAX_CACHED_SEGMENT_MIB, MAX_CACHED_MIB);
      var segments = new TextSegments();
      IndexWriter writer;
      try {
        writer = new IndexWriter(cached, config(analyzer, segments, directory::isRefused));
      } catch (IOException | RuntimeException e) {
        // The writer reads the commits before the last one too, if a crash has left any.
        if (!isUnusable(e)) {
          throw e;
        }
        wipe(path, directory, e.toString());
        recovered = CommitPoint.NONE;
        writer = new IndexWriter(cached, config(analyzer, segments, directory::isRefused));
      }
      return new LuceneIndex(
          path, language, new Opened(directory::heapBytes, cached, writer), segments, recovered);
    } catch (IOException e) {
      throw new StorageException(path, "cannot open the text index: " + e.getMessage(), e);
    }
  }

  /** An empty one without files. */
  static LuceneIndex inMemory(Path path, Language language, Analyzer analyzer) throws IOException {
    var files = new ByteBuffersDirectory();
    var cached = new NRTCachingDirectory(files, MAX_CACHED_SEGMENT_MIB, MAX_CACHED_MIB);
    var segments = new TextSegments();
    var writer = new IndexWriter(cached, config(analyzer, segments, () -> false));
    return new LuceneIndex(
        path, language, new Opened(() -> 0, cached, writer), segments, CommitPoint.NONE);
  }

  private static CommitPoint recover(Path path, Language language, StorageDirectory directory)
      throws IOException {
    String reason = "it is of another format or language";
    try {
      var found = CommitPoint.read(directory, language);
      if (found.isPresent()) {
        try {
          check(directory);
        } finally {
          MappedReads.settle();
        }
        return found.get();
      }
    } catch (InternalError lost) {
      reason = "a part of it cannot be read: " + lost.getMessage();
    } catch (IOException | RuntimeException e) {
      if (!isUnusable(e)) {
        throw e;
      }
      reason = e.toString();
    }
    wipe(path, directory, reason);
    return CommitPoint.NONE;
  }

  /**
   * Whether it is the files that are at fault, by what they hold or are or by who may read them,
   * and not something that passes.
   */
  private static boolean isUnusable(Exception e) {
    return e instanceof CorruptIndexException
        || e instanceof IndexFormatTooOldException
        || e instanceof IndexFormatTooNewException
        || e instanceof EOFException
        || e instanceof FileNotFoundException
        || e instanceof NoSuchFileException
        || e instanceof AccessDeniedException
        || e instanceof StorageDirectory.UnusableFileException
        || e instanceof RuntimeException;
  }

  private static void wipe(Path path, StorageDirectory directory, String reason)
      throws IOException {
    if (directory.listAll().length > 0) {
      LOG.warn("{}: dropping the text index, it will be rebuilt: {}", path, reason);
      directory.wipe();
    }
  }

  /**
   * Opens all segments, checks their order and, where the index is not too large, all checksums.
   */
  private static void check(Directory directory) throws IOException {
    long bytes = 0;
    for (SegmentCommitInfo info : SegmentInfos.readLatestCommit(directory)) {
      bytes += info.sizeInBytes();
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      if (bytes <= MAX_CHECKED_BYTES) {
        for (LeafReaderContext leaf : reader.leaves()) {
          ((CodecReader) leaf.reader()).checkIntegrity();
        }
      }
      reader.incRef();
      Generation.of(reader, -1, new TextSegments()).release();
    }
  }

  /** A merge that fails ends the writer, which the next change tells; here it is only noted. */
  private static final class LoggingMergeScheduler extends ConcurrentMergeScheduler {
    @Override
    protected void handleMergeException(Throwable failure) {
      LOG.warn("A merge of the text index failed", failure);
    }
  }

  private static double heapMib(double part, int most) {
    return Math.clamp(Runtime.getRuntime().maxMemory() / (double) (1 << 20) * part, 1, most);
  }

  private static IndexWriterConfig config(
      Analyzer analyzer, TextSegments segments, BooleanSupplier paused) {
    var scheduler = new LoggingMergeScheduler();
    // One merge at a time; the others wait, but never hold up the thread that adds.
    scheduler.setMaxMergesAndThreads(1_000, 1);
    scheduler.disableAutoIOThrottle();
    var config = new IndexWriterConfig(analyzer);
    config.setSimilarity(ScopedSearcher.similarity());
    config.setRAMBufferSizeMB(RAM_BUFFER_MIB);
    config.setMergePolicy(new OrdinalOrderMergePolicy(paused));
    config.setMergeScheduler(scheduler);
    config.setMaxFullFlushMergeWaitMillis(0);
    config.setCommitOnClose(false);
    config.setMergedSegmentWarmer(segments::of);
    return config;
  }

  Path path() {
    return path;
  }

  public CommitPoint recovered() {
    return recovered;
  }

  TextSegments segments() {
    return segments;
  }

  /** The sequence that a reader must include to serve a snapshot of the given one. */
  long needed(long sequence) {
    return Math.min(sequence, lastAdded);
  }

  /** Adds what is new and has text. */
  public void add(CommitBatch batch) {
    try {
      boolean added = false;
      for (CommitBatch.Added memory : batch.added()) {
        if (memory.ordinal() >= nextOrdinal) {
          String text = memory.memory().text();
          if (!text.isBlank()) {
            writer.addDocument(fields.with(memory.ordinal(), text));
            added = true;
          }
          nextOrdinal = memory.ordinal() + 1;
        }
      }
      if (added) {
        lastAdded = batch.sequence();
      }
      applied = Math.max(applied, batch.sequence());
    } catch (IOException | IllegalStateException e) {
      throw failure("cannot add to the text index", e);
    }
  }

  /** Marks documents as deleted; takes effect with a later flush, and merges then drop them. */
  public void delete(OrdinalBitmap dead) {
    try {
      writer.deleteDocuments(new OrdinalsQuery(dead, context -> segments.of(context.reader())));
    } catch (IOException | IllegalStateException e) {
      throw failure("cannot delete from the text index", e);
    }
  }

  /** Where Lucene has given up in a merge, it says so by an IllegalStateException, as elsewhere. */
  public void commit(LogPoint point) {
    try {
      writer.setLiveCommitData(new CommitPoint(point, nextOrdinal).userData(language).entrySet());
      writer.commit();
    } catch (IOException | IllegalStateException e) {
      throw failure("cannot commit the text index", e);
    }
  }

  /** A reader of everything that was added. */
  public Generation open() throws IOException {
    long sequence = applied;
    // Deletes only give space back: what exists is decided by the snapshot.
    return Generation.of(DirectoryReader.open(writer, false, false), sequence, segments);
  }

  /** A newer reader that shares what did not change. */
  Generation refresh(Generation old) throws IOException {
    long sequence = applied;
    DirectoryReader newer = DirectoryReader.openIfChanged(old.reader(), writer, false);
    return newer == null ? old.upTo(sequence) : Generation.of(newer, sequence, segments);
  }

  /** Not those that are marked as deleted; empty once Lucene has given the writer up. */
  public OptionalLong documents() {
    try {
      return OptionalLong.of(writer.getDocStats().numDocs);
    } catch (AlreadyClosedException e) {
      return OptionalLong.empty();
    }
  }

  public long heapBytes() {
    return writerBytes() + directory.ramBytesUsed() + filesHeap.getAsLong() + segments.heapBytes();
  }

  private long writerBytes() {
    try {
      return writer.ramBytesUsed();
    } catch (AlreadyClosedException e) {
      return 0;
    }
  }

  public long diskBytes() {
    long bytes = 0;
    try {
      for (String file : directory.getDelegate().listAll()) {
        bytes += lengthIfThere(file);
      }
    } catch (IOException e) {
      throw failure("cannot list the text index", e);
    }
    return bytes;
  }

  /** A merge may delete a file between the listing and this. */
  private long lengthIfThere(String file) throws IOException {
    try {
      return directory.getDelegate().fileLength(file);
    } catch (FileNotFoundException | NoSuchFileException e) {
      return 0;
    }
  }

  /**
   * Forgets what was not committed; what cannot be cleared away is cleared at the next open. Where
   * assertions are on, Lucene insists here that no merge is left, which is not so after one whose
   * disk failed.
   */
  public void close() {
    try {
      writer.rollback();
      directory.close();
    } catch (IOException | RuntimeException | AssertionError e) {
      IOUtils.closeWhileHandlingException(directory);
      LOG.warn("{} was not closed as it should be: {}", path, e.toString());
    }
  }

  /** What has made Lucene give its writer up, if it has. */
  public Optional<Throwable> tragedy() {
    return Optional.ofNullable(writer.getTragicException());
  }

  /** After a failed write Lucene closes its writer: the first cause says why. */
  public StorageException failure(String what, Throwable e) {
    Throwable tragedy = writer.getTragicException();
    Throwable given = e instanceof ExecutionException wrapped ? wrapped.getCause() : e;
    Throwable cause = tragedy == null ? given : tragedy;
    return new StorageException(path, what + ": " + cause, cause);
  }
}
