package dev.mneme.index.store;

import dev.mneme.filter.Filter;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.TextWay;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a store answers, each view by itself: its contents, and who has a word, a tag, a time or the
 * nearest vector. The same of a model, which a map is.
 */
record Answers(Map<String, Memory> contents, Map<String, SortedSet<String>> found) {
  static final String NAMESPACE = "n";
  static final List<String> WORDS = List.of("river", "coffee", "train", "winter");
  static final Instant START = Instant.ofEpochSecond(1_700_000_000);
  static final int TAGS = 3;

  /** A memory that each view can tell from others. */
  static Memory memory(String id, int version) {
    return Memory.text(WORDS.get(version % WORDS.size()) + " number " + version)
        .id(id)
        .time(START.plusSeconds(version))
        .attribute("tag", "t" + version % TAGS)
        .embedding(1, version, version * version)
        .build();
  }

  static Answers of(Map<String, Memory> model) {
    var found = new TreeMap<String, SortedSet<String>>();
    for (var word : WORDS) {
      found.put(word, ids(model, memory -> memory.text().startsWith(word)));
    }
    for (int tag = 0; tag < TAGS; tag++) {
      var wanted = Filter.eq("tag", "t" + tag);
      found.put(
          "t" + tag,
          ids(
              model,
              memory -> dev.mneme.filter.FilterEvaluator.matches(wanted, memory.attributes())));
    }
    var middle = START.plusSeconds(40);
    found.put("before", ids(model, memory -> memory.time().isBefore(middle)));
    found.put("vectors", ids(model, _ -> true));
    return new Answers(Map.copyOf(model), found);
  }

  private static SortedSet<String> ids(Map<String, Memory> model, Predicate<Memory> wanted) {
    var ids = new TreeSet<String>();
    model.values().stream().filter(wanted).map(Memory::id).forEach(ids::add);
    return ids;
  }

  static Answers of(LocalStore store) {
    try (var snapshot = store.snapshot()) {
      var contents = new TreeMap<String, Memory>();
      var visible = store.matching(snapshot, NAMESPACE, Filter.all());
      visible.forEach(
          ordinal -> {
            var memory = store.fetch(ordinal).memory();
            contents.put(memory.id(), memory);
          });
      var found = new TreeMap<String, SortedSet<String>>();
      var scope =
          new TextScope(snapshot.sequence(), snapshot.live(), Optional.empty(), Long.MAX_VALUE);
      for (var word : WORDS) {
        var query = store.text().parse(word);
        found.put(word, ids(store, store.text().search(query, scope, TextWay.JOIN, 1_000)));
      }
      for (int tag = 0; tag < TAGS; tag++) {
        var matching = store.matching(snapshot, NAMESPACE, Filter.eq("tag", "t" + tag));
        found.put("t" + tag, ids(store, matching));
      }
      long middle = START.plusSeconds(40).toEpochMilli();
      var before = store.time().range(0, Long.MIN_VALUE, middle).and(visible);
      found.put("before", ids(store, before));
      var everything = new VectorScope(visible, Long.MAX_VALUE);
      found.put(
          "vectors",
          ids(store, store.vector().searchExact(new float[] {1, 1, 1}, everything, 1_000)));
      return new Answers(Map.copyOf(contents), found);
    }
  }

  private static SortedSet<String> ids(LocalStore store, RankedOrdinals ranked) {
    return ids(store, Arrays.stream(ranked.ordinals()));
  }

  private static SortedSet<String> ids(LocalStore store, OrdinalBitmap ordinals) {
    return ids(store, Arrays.stream(ordinals.toArray()));
  }

  private static SortedSet<String> ids(LocalStore store, IntStream ordinals) {
    var ids = new TreeSet<String>();
    ordinals.forEach(ordinal -> ids.add(store.fetch(ordinal).id()));
    return ids;
  }
}
