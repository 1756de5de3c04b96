package dev.mneme;

import dev.mneme.core.check.Require;
import dev.mneme.core.log.LogOptions;
import dev.mneme.embed.Embedder;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.memory.Language;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Similarity;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How to open an engine. Immutable: each setter returns a changed copy. {@link #defaults} suits
 * most.
 *
 * <pre>{@code
 * EngineOptions.defaults().embedder(embedder).durability(Durability.ASYNC)
 * }</pre>
 */
public final class EngineOptions {
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
  private static final int LONGEST_NAME = 512;

  private final Settings settings;

  private EngineOptions(Settings settings) {
    this.settings = settings;
  }

  /** SYNC, cosine, English, no embedder, the system's clock. */
  public static EngineOptions defaults() {
    return new EngineOptions(new Settings());
  }

  /**
   * Makes vectors for memories and queries that come without; the store remembers its name and
   * dimension.
   */
  public EngineOptions embedder(Embedder embedder) {
    requireName(embedder.name());
    return with(
        copy -> {
          copy.embedder = Optional.of(embedder);
          copy.embedderName = Optional.of(embedder.name());
          copy.dimension = OptionalInt.of(embedder.dimension());
        });
  }

  public Optional<Embedder> embedder() {
    return settings.embedder;
  }

  /** What the store remembers as its embedder, for callers who bring their own vectors. */
  public EngineOptions embedderName(String name) {
    requireName(name);
    return with(copy -> copy.embedderName = Optional.of(name));
  }

  public Optional<String> embedderName() {
    return settings.embedderName;
  }

  /** The dimension of all vectors; without it the embedder's, else that of the first vector. */
  public EngineOptions dimension(int dimension) {
    return with(copy -> copy.dimension = OptionalInt.of(dimension));
  }

  public OptionalInt dimension() {
    return settings.dimension;
  }

  /** How close two vectors are; fixed when the store is made. */
  public EngineOptions similarity(Similarity similarity) {
    return with(copy -> copy.similarity = similarity);
  }

  public Similarity similarity() {
    return settings.similarity;
  }

  /** How words are cut and folded; fixed when the store is made. */
  public EngineOptions language(Language language) {
    return with(copy -> copy.language = language);
  }

  /**
   * As {@link #language(Language)}, by name in whatever case: {@code german}, {@code cjk}.
   *
   * @throws dev.mneme.error.InvalidRequestException that lists the languages, if this is none
   */
  public EngineOptions language(String name) {
    return language(Language.named(name));
  }

  /** The languages that there are, in lower case. */
  public static List<String> languages() {
    return Arrays.stream(Language.values()).map(Language::lowerCaseName).toList();
  }

  public Language language() {
    return settings.language;
  }

  /** When a write is acknowledged. */
  public EngineOptions durability(Durability durability) {
    return with(copy -> copy.durability = durability);
  }

  public Durability durability() {
    return settings.durability;
  }

  /**
   * With ASYNC: at most this long, which is at most a day, and at most so many changes, between a
   * write and its fsync.
   */
  public EngineOptions asyncWindow(Duration window, int operations) {
    Require.that(
        window.isPositive() && window.compareTo(LONGEST_WINDOW) <= 0 && operations >= 1,
        "the ASYNC window must be positive, and at most a day: %s, %d",
        window,
        operations);
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

  /** How many versions of a living memory compaction keeps for its history. */
  public EngineOptions keptVersions(int versions) {
    Require.that(versions >= 1, "at least one version must be kept, not %d", versions);
    return with(copy -> copy.keptVersions = versions);
  }

  public int keptVersions() {
    return settings.keptVersions;
  }

  /** What is accepted. */
  public EngineOptions limits(Limits limits) {
    return with(copy -> copy.limits = limits);
  }

  public Limits limits() {
    return settings.limits;
  }

  /**
   * A file of the log is full at so many bytes, 1 KiB to 32 GiB. Compaction drops or keeps files as
   * a whole, and backup links the full ones.
   */
  public EngineOptions logFileBytes(long bytes) {
    var checked = new LogOptions(bytes);
    return with(copy -> copy.logFileBytes = checked.segmentBytes());
  }

  public long logFileBytes() {
    return settings.logFileBytes;
  }

  /** Nodes of the live vector graph; a full one is sealed into a segment in the background. */
  public EngineOptions graphCapacity(int nodes) {
    Require.that(nodes >= 16, "the live graph needs room for at least 16 nodes, not %d", nodes);
    return with(copy -> copy.graphCapacity = nodes);
  }

  public int graphCapacity() {
    return settings.graphCapacity;
  }

  /**
   * With this many changes in the log at open, and the JVM flags for it, the id map is kept off the
   * heap and survives a clean close. Below, it is kept on the heap and read from the log at open,
   * which takes less time than the first off-heap map of a JVM: that compiles classes
   * (DECISIONS.md, 6).
   */
  public EngineOptions offHeapIdsFrom(long records) {
    Require.that(records >= 0, "ids cannot be kept off the heap from %d records on", records);
    return with(copy -> copy.offHeapIdsFrom = records);
  }

  public long offHeapIdsFrom() {
    return settings.offHeapIdsFrom;
  }

  /**
   * How much the log grows between two checkpoints of the views: what a crash costs at the next
   * open.
   */
  public EngineOptions checkpointBytes(long bytes) {
    Require.that(
        bytes >= 1,
        "the views must be checkpointed at some growth of the log, not %d bytes",
        bytes);
    return with(copy -> copy.checkpointBytes = bytes);
  }

  public long checkpointBytes() {
    return settings.checkpointBytes;
  }

  /** For commit times, recency and expiry. */
  public EngineOptions clock(Clock clock) {
    return with(copy -> copy.clock = clock);
  }

  public Clock clock() {
    return settings.clock;
  }

  /** What the store could not give back as it was would refuse its own embedder. */
  private static void requireName(String name) {
    Require.that(
        !name.isEmpty()
            && name.length() <= LONGEST_NAME
            && StandardCharsets.UTF_8.newEncoder().canEncode(name),
        "an embedder's name is 1 to %d characters of valid Unicode, not %d",
        LONGEST_NAME,
        name.length());
  }

  private EngineOptions with(Consumer<Settings> change) {
    var copy = new Settings(settings);
    change.accept(copy);
    return new EngineOptions(copy);
  }

  /** Written only while a copy is made. */
  private static final class Settings {
    Optional<Embedder> embedder = Optional.empty();
    Optional<String> embedderName = Optional.empty();
    OptionalInt dimension = OptionalInt.empty();
    Similarity similarity = Similarity.COSINE;
    Language language = Language.ENGLISH;
    Durability durability = Durability.SYNC;
    Duration asyncWindow = Duration.ofSeconds(1);
    int asyncOperations = 1_000;
    int keptVersions = 1;
    Limits limits = Limits.defaults();
    long logFileBytes = LogOptions.defaults().segmentBytes();
    int graphCapacity = 16_384;
    long offHeapIdsFrom = 500_000;
    long checkpointBytes = StoreOptions.DEFAULT_CHECKPOINT_BYTES;
    Clock clock = Clock.systemUTC();

    Settings() {}

    Settings(Settings other) {
      embedder = other.embedder;
      embedderName = other.embedderName;
      dimension = other.dimension;
      similarity = other.similarity;
      language = other.language;
      durability = other.durability;
      asyncWindow = other.asyncWindow;
      asyncOperations = other.asyncOperations;
      keptVersions = other.keptVersions;
      limits = other.limits;
      logFileBytes = other.logFileBytes;
      graphCapacity = other.graphCapacity;
      offHeapIdsFrom = other.offHeapIdsFrom;
      checkpointBytes = other.checkpointBytes;
      clock = other.clock;
    }
  }
}
