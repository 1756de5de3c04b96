package dev.mneme.search.execute;

import dev.mneme.core.log.format.LogRecord.Put;
import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.store.Snapshot;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.TextSpan;
import dev.mneme.index.text.TextWay;
import dev.mneme.index.text.query.TextQuery;
import dev.mneme.index.vector.GraphStatistics;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A store by brute force: everything in lists, every leg a sort. The score of a text is the sum of
 * the lengths of the query words it holds, over its length.
 */
final class ModelSource implements SearchSource {
  final List<Put> puts = new ArrayList<>();
  final List<String> namespaces = new ArrayList<>();
  final Set<Integer> dead = new HashSet<>();
  final AtomicInteger openSnapshots = new AtomicInteger();
  final AtomicInteger legRuns = new AtomicInteger();
  int graphNodes;

  int add(String namespace, Memory memory) {
    if (!namespaces.contains(namespace)) {
      namespaces.add(namespace);
    }
    puts.add(new Put(puts.size(), -1, Instant.EPOCH, puts.size(), namespace, memory));
    return puts.size() - 1;
  }

  @Override
  public Snapshot snapshot() {
    openSnapshots.incrementAndGet();
    return new ModelSnapshot(where(ordinal -> !dead.contains(ordinal)));
  }

  OrdinalBitmap where(IntPredicate condition) {
    return OrdinalBitmap.of(IntStream.range(0, puts.size()).filter(condition).toArray());
  }

  private final class ModelSnapshot implements Snapshot {
    private final OrdinalBitmap live;

    ModelSnapshot(OrdinalBitmap live) {
      this.live = live;
    }

    @Override
    public long sequence() {
      return puts.size() - 1L;
    }

    @Override
    public OrdinalBitmap live() {
      return live;
    }

    @Override
    public OrdinalBitmap visible(int namespaceOrdinal) {
      return where(
          ordinal ->
              live.contains(ordinal)
                  && puts.get(ordinal).namespace().equals(namespaces.get(namespaceOrdinal)));
    }

    @Override
    public OrdinalBitmap visibleEverywhere() {
      return live;
    }

    // overrides once the contract has it
    @SuppressWarnings({"MissingOverride", "UnusedMethod", "EffectivelyPrivate"})
    public boolean isVisible(int ordinal) {
      return live.contains(ordinal);
    }

    @Override
    public void close() {
      openSnapshots.decrementAndGet();
    }
  }

  @Override
  public OptionalInt namespaceOrdinal(String namespace) {
    int index = namespaces.indexOf(namespace);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public Put fetch(int ordinal) {
    return puts.get(ordinal);
  }

  @Override
  public MemoryKey key(int ordinal) {
    return new MemoryKey(puts.get(ordinal).namespace(), puts.get(ordinal).id());
  }

  /** Newer first, then by namespace and id. */
  Comparator<Integer> ties() {
    return Comparator.<Integer>comparingLong(
            ordinal -> -puts.get(ordinal).memory().time().toEpochMilli())
        .thenComparing(this::key);
  }

  @Override
  public OrdinalBitmap evaluate(Filter filter, OrdinalBitmap universe) {
    return where(
        ordinal ->
            universe.contains(ordinal)
                && FilterEvaluator.matches(filter, puts.get(ordinal).memory().attributes()));
  }

  private RankedOrdinals best(
      OrdinalBitmap among, IntToDoubleFunction score, int k, long deadline) {
    legRuns.incrementAndGet();
    if (deadline != Long.MAX_VALUE && System.nanoTime() - deadline >= 0) {
      return RankedOrdinals.empty();
    }
    int[] ranked =
        Arrays.stream(among.toArray())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(ordinal -> -score.applyAsDouble(ordinal))
                    .thenComparing(ties()))
            .limit(k)
            .mapToInt(ordinal -> ordinal)
            .toArray();
    var scores = new float[ranked.length];
    for (int i = 0; i < ranked.length; i++) {
      scores[i] = (float) score.applyAsDouble(ranked[i]);
    }
    return new RankedOrdinals(ranked, scores);
  }

  record Words(List<String> terms) implements TextQuery {}

  static List<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).distinct().toList();
  }

  float textScore(List<String> terms, int ordinal) {
    var words = List.of(puts.get(ordinal).memory().text().split(" "));
    float sum = 0;
    for (String term : terms) {
      sum += words.contains(term) ? term.length() : 0;
    }
    return sum / words.size();
  }

  float vectorScore(float[] query, int ordinal) {
    var embedding = puts.get(ordinal).memory().embedding();
    if (embedding.isEmpty()) {
      return Float.NaN;
    }
    float[] vector = embedding.get().array();
    double dot = 0;
    double norms = 0;
    double queryNorms = 0;
    for (int i = 0; i < query.length; i++) {
      dot += (double) query[i] * vector[i];
      norms += (double) vector[i] * vector[i];
      queryNorms += (double) query[i] * query[i];
    }
    return norms * queryNorms == 0 ? 0 : (float) (dot / Math.sqrt(norms * queryNorms));
  }

  @Override
  public TextLeg text() {
    return new TextLeg() {
      @Override
      public TextQuery parse(String text, boolean syntax) {
        return new Words(words(text));
      }

      @Override
      public Cardinality matches(TextQuery query, TextScope scope) {
        return Cardinality.exact(matching(query, scope.live()).cardinality());
      }

      @Override
      public RankedOrdinals search(TextQuery query, TextScope scope, TextWay way, int k) {
        var among = matching(query, scope.allowed().orElse(scope.live()));
        return best(among, ordinal -> textScore(query.terms(), ordinal), k, scope.deadlineNanos());
      }

      private OrdinalBitmap matching(TextQuery query, OrdinalBitmap among) {
        return where(ordinal -> among.contains(ordinal) && textScore(query.terms(), ordinal) > 0);
      }

      @Override
      public List<TextSpan> highlight(TextQuery query, String text) {
        var spans = new ArrayList<TextSpan>();
        for (int start = 0; start < text.length(); ) {
          int end = text.indexOf(' ', start) < 0 ? text.length() : text.indexOf(' ', start);
          if (query.terms().contains(text.substring(start, end))) {
            spans.add(new TextSpan(start, end));
          }
          start = end + 1;
        }
        return spans;
      }
    };
  }

  @Override
  public VectorLeg vector() {
    return new VectorLeg() {
      @Override
      public OrdinalBitmap members() {
        return where(ordinal -> puts.get(ordinal).memory().embedding().isPresent());
      }

      @Override
      public GraphStatistics graph() {
        return new GraphStatistics(graphNodes, 0);
      }

      @Override
      public int dimension() {
        return puts.stream()
            .flatMap(put -> put.memory().embedding().stream())
            .findFirst()
            .map(vector -> vector.dimension())
            .orElse(0);
      }

      @Override
      public RankedOrdinals searchExact(float[] query, VectorScope scope, int k) {
        return best(
            members().and(scope.allowed()),
            ordinal -> vectorScore(query, ordinal),
            k,
            scope.deadlineNanos());
      }

      @Override
      public RankedOrdinals searchGraph(
          float[] query, VectorScope scope, int k, SearchEffort effort) {
        return searchExact(query, scope, k);
      }

      @Override
      public float[] scores(float[] query, int[] ordinals) {
        var scores = new float[ordinals.length];
        for (int i = 0; i < ordinals.length; i++) {
          scores[i] = vectorScore(query, ordinals[i]);
        }
        return scores;
      }
    };
  }

  @Override
  public TimeLeg time() {
    return new TimeLeg() {
      @Override
      public long time(int ordinal) {
        return puts.get(ordinal).memory().time().toEpochMilli();
      }

      @Override
      public long count(int namespace, long from, long to) {
        return range(namespace, from, to).cardinality();
      }

      @Override
      public OrdinalBitmap range(int namespace, long from, long to) {
        return where(
            ordinal ->
                (namespace < 0 || puts.get(ordinal).namespace().equals(namespaces.get(namespace)))
                    && time(ordinal) >= from
                    && time(ordinal) < to);
      }

      @Override
      public void newestFirst(int namespace, long from, long to, IntPredicate visitor) {
        var newest =
            Arrays.stream(range(namespace, from, to).toArray())
                .boxed()
                .sorted(
                    Comparator.<Integer>comparingLong(ordinal -> -time(ordinal))
                        .thenComparingInt(ordinal -> -ordinal))
                .toList();
        for (int ordinal : newest) {
          if (!visitor.test(ordinal)) {
            return;
          }
        }
      }
    };
  }
}
