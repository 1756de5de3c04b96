package dev.mneme.search.engine;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.filter.Filter;
import dev.mneme.error.CorruptionException;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The child of {@link LostPagesTest}: cuts files that are mapped, as somebody else would, and goes
 * on reading them in code that the JIT has compiled; what an unreadable sector does is the same
 * signal. Says {@code ok} or {@code bad} after each round.
 */
final class LostPagesChild {
  private static final int MEMORIES = 900;
  private static final int PARTS = 15;
  private static final int DIMENSION = 96;
  private static final int LIMIT = 10;
  private static final int QUERIES = 20;
  private static final int PAGE = 4_096;

  /** So often that the second compiler has had its turn, and is done. */
  private static final int WARM = 4_000;

  private static final EngineOptions OPTIONS =
      EngineOptions.defaults()
          .durability(Durability.ASYNC)
          .graphCapacity(256)
          .logFileBytes(96 << 10);

  private final Path base;
  private final Path copy;
  private final List<Memory> memories = new ArrayList<>();
  private final List<float[]> queries = new ArrayList<>();

  private LostPagesChild(Path scratch) {
    base = scratch.resolve("base");
    copy = scratch.resolve("copy");
    var random = new Random(11);
    for (int i = 0; i < MEMORIES; i++) {
      memories.add(
          Memory.text(Samples.text(random) + " word" + i)
              .id("m" + i)
              .attribute("part", i * PARTS / MEMORIES)
              .embedding(vector(random))
              .build());
    }
    for (int i = 0; i < QUERIES; i++) {
      queries.add(vector(random));
    }
  }

  public static void main(String[] arguments) throws Exception {
    var scratch = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "kernels" -> LostPagesKernels.run(scratch);
      case "vectors" -> new LostPagesChild(scratch).cutVectors();
      case "log" -> new LostPagesChild(scratch).cutLog();
      case "text" -> new LostPagesChild(scratch).cutText();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.exit(0);
  }

  private static float[] vector(Random random) {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  static void say(String round, String problem) {
    System.out.println((problem.isEmpty() ? "ok " : "bad ") + round + " " + problem);
    System.out.flush();
  }

  // Stores.

  private void makeBase() throws Exception {
    try (var engine = MemoryEngine.open(base, OPTIONS)) {
      for (int i = 0; i < MEMORIES; i += 300) {
        engine.namespace().addAll(memories.subList(i, i + 300));
      }
      engine.awaitIdle();
      engine.compact();
    }
  }

  private MemoryEngine openCopy() throws Exception {
    Storage.system().deleteTree(copy);
    ViewDamageChild.copyTree(base, copy);
    var engine = MemoryEngine.open(copy, OPTIONS);
    engine.awaitIdle();
    return engine;
  }

  private void warm(MemoryEngine engine) {
    for (int i = 0; i < WARM; i++) {
      search(engine, i % QUERIES);
      if (i % 8 == 0) {
        part(engine, i % QUERIES, i % PARTS);
      }
    }
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.memory().id()).toList();
  }

  private List<String> search(MemoryEngine engine, int query) {
    return ids(
        engine
            .namespace()
            .search(SearchRequest.vector(queries.get(query)).limit(LIMIT).build())
            .hits());
  }

  /** Few enough that they are scanned. */
  private List<String> part(MemoryEngine engine, int query, int part) {
    var request =
        SearchRequest.vector(queries.get(query)).filter(Filter.eq("part", part)).limit(LIMIT);
    return ids(engine.namespace().search(request.build()).hits());
  }

  private List<String> truth(int query, int firstPart, int endPart) {
    return IntStream.range(firstPart * MEMORIES / PARTS, endPart * MEMORIES / PARTS)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -cosine(query, i)))
        .limit(LIMIT)
        .map(i -> "m" + i)
        .toList();
  }

  private double cosine(int query, int memory) {
    float[] left = queries.get(query);
    float[] right = memories.get(memory).embedding().orElseThrow().array();
    double dot = 0;
    double square = 0;
    for (int i = 0; i < DIMENSION; i++) {
      dot += (double) left[i] * right[i];
      square += (double) right[i] * right[i];
    }
    return dot / Math.sqrt(square);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Between pages: what is behind the end on its page reads as zeros, without a signal. */
  static void cut(Path file, long length) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length / PAGE * PAGE);
    }
  }

  private void cutVectors() throws Exception {
    makeBase();
    boolean cold = true;
    for (int tenth = 0; tenth < 10; tenth += 4) {
      var engine = openCopy();
      if (cold) {
        warm(engine);
        cold = false;
      }
      for (int i = 0; i < 100; i++) {
        search(engine, i % QUERIES);
      }
      var segments = files(copy.resolve("views/vector"));
      segments = segments.stream().filter(file -> file.toString().endsWith(".vectors")).toList();
      for (var segment : segments) {
        cut(segment, Files.size(segment) * tenth / 10);
      }
      say("vectors cut to " + tenth + " tenths", checkVectors(engine, segments));
    }
  }

  private String checkVectors(MemoryEngine engine, List<Path> cut) throws Exception {
    if (cut.isEmpty()) {
      return "there is no segment";
    }
    for (int query = 0; query < QUERIES; query++) {
      var found = search(engine, query);
      if (!Set.copyOf(found).equals(Set.copyOf(truth(query, 0, PARTS)))) {
        // A search that met nothing lost may be as approximate as any.
        long right = found.stream().filter(truth(query, 0, PARTS)::contains).count();
        if (found.size() < LIMIT || right < LIMIT - 2) {
          return "query " + query + " found " + found;
        }
      }
      int part = query % PARTS;
      if (!part(engine, query, part).equals(truth(query, part, part + 1))) {
        return "query " + query + " of part " + part + " found " + part(engine, query, part);
      }
    }
    engine.awaitIdle();
    engine.flush();
    for (var segment : cut) {
      if (Files.exists(segment)) {
        return segment + " is still there";
      }
    }
    engine.namespace().put(Memory.text("one more").id("m0").build());
    var problems = engine.verify().problems();
    engine.close();
    return String.join(" ", problems);
  }

  private void cutLog() throws Exception {
    makeBase();
    boolean cold = true;
    for (int quarter = 0; quarter < 4; quarter++) {
      var engine = openCopy();
      if (cold) {
        warm(engine);
        cold = false;
      }
      var logs = files(copy.resolve("log"));
      logs = logs.stream().filter(file -> file.toString().endsWith(".log")).toList();
      int number = quarter % (logs.size() - 1); // the last one is still written
      var log = logs.get(number);
      cut(log, Files.size(log) * quarter / 4);
      say(
          "log file %d of %d cut to %d quarters".formatted(number, logs.size(), quarter),
          checkLog(engine, log));
    }
  }

  private String checkLog(MemoryEngine engine, Path log) {
    int lost = 0;
    for (int i = 0; i < MEMORIES; i++) {
      try {
        if (!engine.namespace().get("m" + i).orElseThrow().text().equals(memories.get(i).text())) {
          return "m" + i + " is another";
        }
      } catch (CorruptionException expected) {
        lost++;
        if (!expected.file().equals(log) || expected.offset() < 0) {
          return "m" + i + ": " + expected.getMessage();
        }
      }
    }
    int answered = 0;
    for (int round = 0; round < 3 * PARTS; round++) {
      int query = round % QUERIES;
      int part = round % PARTS;
      try {
        if (search(engine, query).size() < LIMIT) {
          return "query " + query + " found " + search(engine, query);
        }
        answered++;
      } catch (CorruptionException expected) {
        if (!expected.file().equals(log)) {
          return "query " + query + ": " + expected.getMessage();
        }
      }
      try {
        if (!part(engine, query, part).equals(truth(query, part, part + 1))) {
          return "query " + query + " of part " + part + " found " + part(engine, query, part);
        }
        answered++;
      } catch (CorruptionException expected) {
        if (!expected.file().equals(log)) {
          return "query " + query + " of part " + part + ": " + expected.getMessage();
        }
      }
    }
    engine.namespace().put(Memory.text("one more").id("one more").build());
    boolean added = engine.namespace().get("one more").isPresent();
    engine.close();
    return lost > 0 && lost < MEMORIES && answered > PARTS && added
        ? ""
        : lost + " lost, " + answered + " answered";
  }

  private void cutText() throws Exception {
    makeBase();
    int rounds = 3;
    for (int round = 0; round < rounds; round++) {
      var engine = openCopy();
      for (int i = 0; i < (round == 0 ? WARM / 2 : 50); i++) {
        text(engine, "word" + i % MEMORIES);
        text(engine, "river lantern");
      }
      int common = text(engine, "river lantern").size();
      for (var file : files(copy.resolve("views/text"))) {
        if (!file.getFileName().toString().startsWith("segments")) {
          cut(file, Files.size(file) * round / rounds);
        }
      }
      say("text cut to " + round + " thirds", checkText(engine, common));
    }
  }

  private static List<String> text(MemoryEngine engine, String words) {
    var request = SearchRequest.text(words).legs(Set.of(Leg.TEXT)).limit(30);
    return ids(engine.namespace().search(request.build()).hits());
  }

  private String checkText(MemoryEngine engine, int common) throws Exception {
    for (int i = 0; i < MEMORIES; i += 17) {
      var found = text(engine, "word" + i);
      if (!found.equals(List.of("m" + i))) {
        return "word" + i + " found " + found;
      }
    }
    if (text(engine, "river lantern").size() != common) {
      return text(engine, "river lantern").size() + " found instead of " + common;
    }
    engine.namespace().put(Memory.text("one more wombat").id("m0").build());
    if (!text(engine, "wombat").equals(List.of("m0"))) {
      return "what was written since is not found";
    }
    engine.close();
    try (var reopened = MemoryEngine.open(copy, OPTIONS)) {
      if (!text(reopened, "wombat").equals(List.of("m0"))) {
        return "what was written is not found when it is opened again";
      }
      return String.join(" ", reopened.verify().problems());
    }
  }
}
