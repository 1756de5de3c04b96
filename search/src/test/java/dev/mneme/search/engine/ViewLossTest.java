package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.filter.Filter;
import dev.mneme.core.jvm.JvmFlags;
import dev.mneme.core.storage.Storage;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Views are disposable: whatever of them is deleted or damaged, the store answers as before once it
 * is open again.
 */
class ViewLossTest {
  private static final int MEMORIES = 3_000;
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().durability(Durability.ASYNC).offHeapIdsFrom(0);

  @TempDir private Path directory;
  private List<List<String>> expected = List.of();
  private List<List<String>> expectedGraph = List.of();

  @BeforeEach
  void fill() throws Exception {
    var random = new Random(17);
    try (var engine = MemoryEngine.open(directory, OPTIONS)) {
      var home = engine.namespace("home");
      home.putAll(Samples.memories(random, MEMORIES));
      engine.namespace("other").putAll(Samples.memories(random, 200));
      for (int i = 0; i < 400; i++) {
        home.put(Samples.memory(random, "m" + random.nextInt(MEMORIES)));
        home.delete("m" + random.nextInt(MEMORIES));
      }
      engine.awaitIdle();
      expected = exactAnswers(engine);
      expectedGraph = vectorAnswers(engine, home.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "vector", "time", "attributes", "ids", "catalog"})
  void deletedView_isRebuiltAndAnswersTheSame(String view) throws Exception {
    var storage = Storage.system();
    var path =
        view.isEmpty() ? directory.resolve("views") : directory.resolve("views").resolve(view);
    if (view.equals("ids") && !JvmFlags.missingForOffHeapIds().isEmpty()) {
      return; // without the JVM flags ids are kept on the heap
    }
    assertThat(path).exists();
    storage.deleteTree(path);
    assertThat(path).doesNotExist();
    checkAnswers();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "vector", "time", "attributes", "ids", "catalog"})
  void damagedView_isRebuiltAndAnswersTheSame(String view) throws Exception {
    var path = directory.resolve("views").resolve(view);
    for (var file : Files.exists(path) ? files(path) : List.<Path>of()) {
      var bytes = Files.readAllBytes(file);
      for (int i = 0; i < bytes.length; i += 97) {
        bytes[i] ^= 0x55;
      }
      Files.write(file, bytes);
    }
    checkAnswers();
  }

  @Test
  void exactScan_answersUntilTheGraphIsBack() {
    try (var engine = MemoryEngine.open(directory, OPTIONS)) {
      // Straight after opening, whatever the builder has done by now.
      assertThat(vectorAnswers(engine, 0)).hasSize(50);
      assertThat(exactAnswers(engine)).isEqualTo(expected);
    }
  }

  private void checkAnswers() throws Exception {
    try (var engine = MemoryEngine.open(directory, OPTIONS)) {
      assertThat(exactAnswers(engine)).isEqualTo(expected);
      assertThat(engine.verify().problems()).isEmpty();
      engine.awaitIdle();
      assertThat(recall(vectorAnswers(engine, 0), expectedGraph)).isGreaterThanOrEqualTo(0.99);
    }
    try (var engine = MemoryEngine.open(directory, OPTIONS)) {
      assertThat(exactAnswers(engine)).as("after one more reopening").isEqualTo(expected);
    }
  }

  /** Text, time, filters, and vectors with a filter so narrow that they are scanned. */
  private static List<List<String>> exactAnswers(MemoryEngine engine) {
    var random = new Random(5);
    var home = engine.namespace("home");
    var answers = new ArrayList<List<String>>();
    for (int i = 0; i < 30; i++) {
      var words = Samples.text(random);
      var vector = Samples.vector(random);
      var from = Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(900_000));
      var narrow = Filter.and(Filter.eq("turn", random.nextInt(100)), Filter.eq("archived", false));
      answers.add(ids(home, SearchRequest.text(words).legs(Set.of(Leg.TEXT)).limit(20)));
      answers.add(ids(home, SearchRequest.text(words).legs(Set.of(Leg.TEXT)).filter(narrow)));
      answers.add(ids(home, SearchRequest.vector(vector).filter(narrow).limit(20)));
      answers.add(ids(home, SearchRequest.text(words).vector(vector).filter(narrow).limit(20)));
      answers.add(
          ids(home, SearchRequest.builder().from(from).to(from.plusMillis(9_000)).limit(50)));
      answers.add(List.of(Long.toString(home.count(narrow))));
    }
    answers.add(engine.namespaces());
    return answers;
  }

  private static List<List<String>> vectorAnswers(MemoryEngine engine, long exactLimit) {
    var random = new Random(6);
    var home = engine.namespace("home");
    var answers = new ArrayList<List<String>>();
    for (int i = 0; i < 50; i++) {
      var request = SearchRequest.vector(Samples.vector(random)).limit(10);
      // With as many candidates as there are memories a graph search is exact.
      answers.add(ids(home, exactLimit > 0 ? request.ef((int) exactLimit) : request));
    }
    return answers;
  }

  private static List<String> ids(Namespace namespace, SearchRequest.Builder request) {
    return namespace.search(request.build()).hits().stream().map(hit -> hit.memory().id()).toList();
  }

  private static double recall(List<List<String>> found, List<List<String>> exact) {
    int hits = 0;
    int all = 0;
    for (int i = 0; i < exact.size(); i++) {
      var known = new HashSet<>(found.get(i));
      hits += (int) exact.get(i).stream().filter(known::contains).count();
      all += exact.get(i).size();
    }
    assertThat(all).isEqualTo(500);
    return (double) hits / all;
  }

  private static List<Path> files(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
