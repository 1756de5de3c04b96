package dev.mneme.bench.jmh;

import dev.mneme.bench.data.Clusters;
import dev.mneme.bench.data.Corpus;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.vector.search.Traversal;
import dev.mneme.index.vector.VectorOptions;
import dev.mneme.index.vector.VectorView;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hops of a search through the graph of a sealed segment: expanding a node, which is gathering
 * the neighbours that are new and estimating how close they are. Over 50,000 clustered vectors of
 * 384 dimensions, so that most lines come from memory. Beside walks a second, {@code hops} are
 * counted a second: 1e9 / hops is the nanoseconds that one takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GraphHopJmh {
  private static final int MEMORIES = 50_000;
  private static final int BATCH = 8_192;

  /** How many nodes are kept in sight, which is about how many are expanded. */
  @Param({"100"})
  int width;

  /** How many searches and hops there were, each a second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counts {
    /** Nodes expanded. */
    public long hops;
  }

  private final Arena arena = Arena.ofShared();
  private List<float[]> queries = List.of();
  private Optional<Path> directory = Optional.empty();
  private Optional<VectorView> view = Optional.empty();
  private Optional<Traversal> traversal = Optional.empty();
  private int next;

  @Setup(Level.Trial)
  public void open() throws IOException, InterruptedException {
    var work = Path.of(System.getProperty("mneme.bench.work", "bench/target/work"));
    var files = Clusters.files(work.resolve("clusters"), MEMORIES, _ -> {});
    var made = Files.createTempDirectory(work, "hop-jmh");
    directory = Optional.of(made);
    MemorySegment rows;
    try (var channel = FileChannel.open(files.vectors())) {
      rows = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    long bytes = files.rowBytes();
    var opened =
        VectorView.open(
            Storage.system(),
            made,
            VectorOptions.defaults(),
            ordinal -> rows.asSlice(ordinal * bytes, bytes));
    view = Optional.of(opened);
    try (var corpus = Corpus.open(files, MEMORIES)) {
      for (int from = 0; from < MEMORIES; from += BATCH) {
        opened.apply(batch(corpus, from, Math.min(MEMORIES, from + BATCH)));
      }
      queries = IntStream.range(0, corpus.queries()).mapToObj(corpus::queryVector).toList();
    }
    opened.awaitGraph();
    opened.compact();
    traversal = opened.traversal();
  }

  private static CommitBatch batch(Corpus corpus, int from, int to) {
    var added = new ArrayList<CommitBatch.Added>();
    for (int ordinal = from; ordinal < to; ordinal++) {
      var id = Corpus.id(ordinal);
      var memory = Memory.text(id).id(id).embedding(corpus.vector(ordinal)).build();
      added.add(new CommitBatch.Added(ordinal, 0, ordinal, memory));
    }
    return new CommitBatch(to, added, new int[0]);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    view.ifPresent(VectorView::close);
    arena.close();
    if (directory.isPresent()) {
      Storage.system().deleteTree(directory.get());
    }
  }

  /** A walk for the next query; see the count of hops. */
  @Benchmark
  public long walk(Counts counts) {
    var walked = traversal.orElseThrow();
    walked.aim(queries.get(next++ % queries.size()));
    long hops = walked.walk(width);
    counts.hops += hops;
    return hops;
  }
}
