package dev.mneme.bench.jmh;

import dev.mneme.bench.data.WordNet;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

/** Add, get and search by leg on the WordNet set, one thread. Run {@code bench data} first. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class SearchJmh {
  @Param({"10000", "100000"})
  int memories;

  private List<SearchRequest> textQueries = List.of();
  private List<SearchRequest> vectorQueries = List.of();
  private List<SearchRequest> hybridQueries = List.of();
  private Optional<WordNet> data = Optional.empty();
  private Optional<Path> directory = Optional.empty();
  private Optional<MemoryEngine> engine = Optional.empty();
  private int next;

  @Setup(Level.Trial)
  public void open() throws Exception {
    var work = Path.of(System.getProperty("mneme.bench.work", "bench/target/work"));
    var wordNet = WordNet.load(work.resolve("wordnet"));
    var store = Files.createTempDirectory(work, "jmh");
    var opened = MemoryEngine.open(store, EngineOptions.defaults().durability(Durability.ASYNC));
    data = Optional.of(wordNet);
    directory = Optional.of(store);
    engine = Optional.of(opened);
    var batch = new ArrayList<Memory>();
    for (int i = 0; i < memories; i++) {
      batch.add(memory(wordNet, i, "wn-" + i));
      if (batch.size() == 1_000 || i == memories - 1) {
        opened.namespace().addAll(batch);
        batch.clear();
      }
    }
    opened.awaitIdle();
    prepareQueries(wordNet);
  }

  private void prepareQueries(WordNet wordNet) {
    var text = new ArrayList<SearchRequest>();
    var vector = new ArrayList<SearchRequest>();
    var hybrid = new ArrayList<SearchRequest>();
    for (int i = wordNet.indexed(); i < wordNet.texts().size(); i++) {
      text.add(SearchRequest.text(wordNet.texts().get(i)).legs(Set.of(Leg.TEXT)).build());
      vector.add(SearchRequest.vector(wordNet.vectors()[i]).build());
      hybrid.add(SearchRequest.text(wordNet.texts().get(i)).vector(wordNet.vectors()[i]).build());
    }
    textQueries = text;
    vectorQueries = vector;
    hybridQueries = hybrid;
  }

  private static Memory memory(WordNet wordNet, int i, String id) {
    return Memory.text(wordNet.texts().get(i))
        .id(id)
        .time(Instant.ofEpochSecond(1_600_000_000L + i * 61L))
        .embedding(wordNet.vectors()[i])
        .build();
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    engine.ifPresent(MemoryEngine::close);
    if (directory.isPresent()) {
      Storage.system().deleteTree(directory.get());
    }
  }

  private Namespace namespace() {
    return engine.orElseThrow().namespace();
  }

  @Benchmark
  public SearchResult text() {
    return namespace().search(textQueries.get(next++ % WordNet.QUERIES));
  }

  @Benchmark
  public SearchResult vector() {
    return namespace().search(vectorQueries.get(next++ % WordNet.QUERIES));
  }

  @Benchmark
  public SearchResult hybrid() {
    return namespace().search(hybridQueries.get(next++ % WordNet.QUERIES));
  }

  @Benchmark
  public Optional<Memory> get() {
    return namespace().get("wn-" + next++ % memories);
  }

  /** Replaces memories in turn, so that the store keeps its size; ASYNC. */
  @Benchmark
  public boolean put() {
    int i = next++ % memories;
    return namespace().put(memory(data.orElseThrow(), i, "wn-" + i));
  }
}
