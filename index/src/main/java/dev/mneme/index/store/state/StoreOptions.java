package dev.mneme.index.store.state;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.storage.Storage;
import dev.mneme.memory.Language;
import dev.mneme.memory.Similarity;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How to open a store. Immutable: each setter returns a changed copy.
 *
 * <pre>{@code
 * StoreOptions.on(Storage.system()).similarity(Similarity.DOT).keptVersions(3)
 * }</pre>
 */
public final class StoreOptions {
  public static final long DEFAULT_CHECKPOINT_BYTES = 64L << 20;

  private final Settings settings;

  private StoreOptions(Settings settings) {
    this.settings = settings;
  }

  /** Cosine, English, every write synced, no embedder, the system's clock. */
  public static StoreOptions on(Storage storage) {
    return new StoreOptions(new Settings(storage));
  }

  /** The way to the disk. */
  public StoreOptions storage(Storage storage) {
    return with(copy -> copy.storage = storage);
  }

  public Storage storage() {
    return settings.storage;
  }

  /** What time it is: when memories expire, and when their versions were written. */
  public StoreOptions clock(Clock clock) {
    return with(copy -> copy.clock = clock);
  }

  public Clock clock() {
    return settings.clock;
  }

  public StoreOptions log(LogOptions log) {
    return with(copy -> copy.log = log);
  }

  public LogOptions log() {
    return settings.log;
  }

  /** What the store remembers as its embedder. */
  public StoreOptions embedderName(Optional<String> name) {
    return with(copy -> copy.embedderName = name);
  }

  public Optional<String> embedderName() {
    return settings.embedderName;
  }

  /** The dimension of all vectors; else that of the first. */
  public StoreOptions dimension(OptionalInt dimension) {
    return with(copy -> copy.dimension = dimension);
  }

  public OptionalInt dimension() {
    return settings.dimension;
  }

  /** How close two vectors are; fixed when the store is made. */
  public StoreOptions similarity(Similarity similarity) {
    return with(copy -> copy.similarity = similarity);
  }

  public Similarity similarity() {
    return settings.similarity;
  }

  /** How words are cut and folded; fixed when the store is made. */
  public StoreOptions language(Language language) {
    return with(copy -> copy.language = language);
  }

  public Language language() {
    return settings.language;
  }

  /** Whether a write is durable before it is acknowledged. */
  public StoreOptions sync(boolean sync) {
    return with(copy -> copy.sync = sync);
  }

  public boolean sync() {
    return settings.sync;
  }

  /** Without sync: the longest time, and the most records, between a write and its fsync. */
  public StoreOptions asyncWindow(Duration window, int operations) {
    return with(
        copy -> {
          copy.asyncWindow = window;
          copy.asyncOperations = operations;
        });
  }

  public Duration asyncWindow() {
    return settings.asyncWindow;
  }

  public int asyncOperations() {
    return settings.asyncOperations;
  }

  /** How many versions of a memory a compaction keeps. */
  public StoreOptions keptVersions(int versions) {
    return with(copy -> copy.keptVersions = versions);
  }

  public int keptVersions() {
    return settings.keptVersions;
  }

  /** How many vectors the live graph holds before it is sealed. */
  public StoreOptions graphCapacity(int vectors) {
    return with(copy -> copy.graphCapacity = vectors);
  }

  public int graphCapacity() {
    return settings.graphCapacity;
  }

  /** With fewer log records at open the id map is kept on the heap and read from the log. */
  public StoreOptions offHeapIdsFrom(long records) {
    return with(copy -> copy.offHeapIdsFrom = records);
  }

  public long offHeapIdsFrom() {
    return settings.offHeapIdsFrom;
  }

  /** How much the log grows between two checkpoints of the views. */
  public StoreOptions checkpointBytes(long bytes) {
    return with(copy -> copy.checkpointBytes = bytes);
  }

  public long checkpointBytes() {
    return settings.checkpointBytes;
  }

  private StoreOptions with(Consumer<Settings> change) {
    var copy = new Settings(settings);
    change.accept(copy);
    return new StoreOptions(copy);
  }

  /** Written only while a copy is made. */
  private static final class Settings {
    Storage storage;
    Clock clock = Clock.systemUTC();
    LogOptions log = LogOptions.defaults();
    Optional<String> embedderName = Optional.empty();
    OptionalInt dimension = OptionalInt.empty();
    Similarity similarity = Similarity.COSINE;
    Language language = Language.ENGLISH;
    boolean sync = true;
    Duration asyncWindow = Duration.ofSeconds(1);
    int asyncOperations = 1_000;
    int keptVersions = 1;
    int graphCapacity = 16_384;
    long offHeapIdsFrom = 500_000;
    long checkpointBytes = DEFAULT_CHECKPOINT_BYTES;

    Settings(Storage storage) {
      this.storage = storage;
    }

    Settings(Settings other) {
      storage = other.storage;
      clock = other.clock;
      log = other.log;
      embedderName = other.embedderName;
      dimension = other.dimension;
      similarity = other.similarity;
      language = other.language;
      sync = other.sync;
      asyncWindow = other.asyncWindow;
      asyncOperations = other.asyncOperations;
      keptVersions = other.keptVersions;
      graphCapacity = other.graphCapacity;
      offHeapIdsFrom = other.offHeapIdsFrom;
      checkpointBytes = other.checkpointBytes;
    }
  }
}
