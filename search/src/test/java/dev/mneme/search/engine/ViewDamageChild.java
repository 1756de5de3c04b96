package dev.mneme.search.engine;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The child of {@link ViewDamageTest}: damages a copy of a store, opens it and asks; again and
 * again. Says {@code try} before and {@code ok} or {@code bad} after each.
 */
final class ViewDamageChild {
  private static final int MEMORIES = 300;
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().durability(Durability.ASYNC).offHeapIdsFrom(0).graphCapacity(1_024);

  private final Path base;
  private final Path copy;
  private final Random random;
  private List<String> expected = List.of();

  private ViewDamageChild(Path scratch, long seed) {
    base = scratch.resolve("base");
    copy = scratch.resolve("copy");
    random = new Random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    var child = new ViewDamageChild(Path.of(arguments[0]), Long.parseLong(arguments[1]));
    child.makeBase();
    for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
      child.run(round);
    }
    System.exit(0);
  }

  private void makeBase() {
    var fixed = new Random(3);
    for (int part = 0; part < 2; part++) { // twice, so that Lucene has several segments
      try (var engine = MemoryEngine.open(base, OPTIONS)) {
        for (int i = part * MEMORIES; i < (part + 1) * MEMORIES; i++) {
          engine.namespace(i % 10 == 0 ? "other" : "home").put(Samples.memory(fixed, "m" + i));
        }
        for (int i = 0; i < 40; i++) {
          engine.namespace("home").delete("m" + fixed.nextInt(MEMORIES));
        }
      }
    }
    try (var engine = MemoryEngine.open(base, OPTIONS)) {
      expected = answers(engine);
    }
  }

  private void run(int round) throws IOException {
    Storage.system().deleteTree(copy);
    copyTree(base, copy);
    System.out.println("try " + round + " " + damage());
    var problem = check();
    System.out.println((problem.isEmpty() ? "ok " : "bad ") + round + " " + problem);
    System.out.flush();
  }

  private String check() {
    try (var engine = MemoryEngine.open(copy, OPTIONS)) {
      var found = answers(engine);
      if (!found.equals(expected)) {
        return "other answers: " + firstDifference(found);
      }
      var problems = engine.verify().problems();
      if (!problems.isEmpty()) {
        return "verify: " + problems;
      }
      engine.namespace("home").put(Memory.text("one more").id("m7").build());
      engine.namespace("home").delete("m7");
    } catch (RuntimeException | Error e) {
      return "error: " + e;
    }
    try (var engine = MemoryEngine.open(copy, OPTIONS)) {
      return engine.namespace("home").get("m7").isPresent()
          ? "deleted and there again"
          : String.join(" ", engine.verify().problems());
    } catch (RuntimeException | Error e) {
      return "error when opened again: " + e;
    }
  }

  private String firstDifference(List<String> found) {
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).equals(expected.get(i))) {
        return i + ": " + found.get(i) + " instead of " + expected.get(i);
      }
    }
    return "their number";
  }

  /** Damages one file below views, chosen by kind first, so that small ones get their share. */
  private String damage() throws IOException {
    var views = copy.resolve("views");
    var names = Storage.system().list(views);
    var view = views.resolve(names.get(random.nextInt(names.size())));
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(view)) {
      walk.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    if (files.isEmpty()) {
      return view + " holds no file";
    }
    var file = files.get(random.nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    int at = place(bytes);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
        return file + " bit flipped at " + at;
      }
      case 2 -> {
        Files.write(file, Arrays.copyOf(bytes, at));
        return file + " cut at " + at;
      }
      case 3 -> {
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 512), (byte) 0);
        Files.write(file, bytes);
        return file + " zeros at " + at;
      }
      case 4 -> {
        var noise = new byte[Math.min(bytes.length - at, 1 + random.nextInt(4_096))];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, noise.length);
        Files.write(file, bytes);
        return file + " noise at " + at;
      }
      default -> {
        Files.delete(file);
        return file + " deleted";
      }
    }
  }

  /** Where there is something: most of the off-heap map is zeros. */
  private int place(byte[] bytes) {
    int at = random.nextInt(Math.max(1, bytes.length));
    while (at < bytes.length - 1 && bytes[at] == 0) {
      at++;
    }
    return at;
  }

  private static List<String> answers(MemoryEngine engine) {
    var fixed = new Random(5);
    var home = engine.namespace("home");
    var answers = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      var words = Samples.text(fixed);
      var vector = Samples.vector(fixed);
      var from = Instant.ofEpochMilli(1_700_000_000_000L + fixed.nextInt(900_000));
      var narrow = Filter.eq("turn", fixed.nextInt(100));
      answers.add(ids(home, SearchRequest.text(words).legs(Set.of(Leg.TEXT)).limit(20)));
      answers.add(ids(home, SearchRequest.text(words).legs(Set.of(Leg.TEXT)).filter(narrow)));
      answers.add(ids(home, SearchRequest.vector(vector).filter(narrow)));
      answers.add(ids(home, SearchRequest.builder().from(from).to(from.plusMillis(9_000))));
      answers.add(home.count(Filter.eq("mood", "river")) + " " + home.count());
    }
    for (int i = 0; i < 2 * MEMORIES; i++) {
      var id = "m" + i;
      answers.add(
          home.get(id).map(Memory::text).orElse("-")
              + engine.namespace("other").get(id).map(Memory::text).orElse("-"));
    }
    answers.add(engine.namespaces().toString());
    return answers;
  }

  private static String ids(Namespace namespace, SearchRequest.Builder request) {
    return namespace.search(request.build()).hits().stream()
        .map(hit -> hit.memory().id())
        .toList()
        .toString();
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (var path : walk.toList()) {
        var target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
