package dev.mneme.search.execute;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.filter.Filter;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.store.Snapshot;
import dev.mneme.index.store.Store;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.TextSpan;
import dev.mneme.index.text.TextView;
import dev.mneme.index.text.TextWay;
import dev.mneme.index.text.query.TextQuery;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.GraphStatistics;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.index.vector.VectorView;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.memory.MemoryKey;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** The store's views as a search sees them. */
record StoreSource(Store store, TextLeg text, VectorLeg vector, TimeLeg time)
    implements SearchSource {

  static StoreSource of(Store store) {
    return new StoreSource(
        store, new Text(store.text()), new Vector(store.vector()), new Time(store.time()));
  }

  @Override
  public Snapshot snapshot() {
    return store.snapshot();
  }

  @Override
  public OptionalInt namespaceOrdinal(String namespace) {
    return store.namespaceOrdinal(namespace);
  }

  @Override
  public LogRecord.Put fetch(int ordinal) {
    return store.fetch(ordinal);
  }

  @Override
  public MemoryKey key(int ordinal) {
    return store.key(ordinal);
  }

  @Override
  public OrdinalBitmap evaluate(Filter filter, OrdinalBitmap universe) {
    return store.attributes().evaluate(filter, universe);
  }

  private record Text(TextView view) implements TextLeg {
    @Override
    public TextQuery parse(String text, boolean syntax) {
      return syntax ? view.parseSyntax(text) : view.parse(text);
    }

    @Override
    public Cardinality matches(TextQuery query, TextScope scope) {
      return view.matches(query, scope);
    }

    @Override
    public RankedOrdinals search(TextQuery query, TextScope scope, TextWay way, int k) {
      return view.search(query, scope, way, k);
    }

    @Override
    public List<TextSpan> highlight(TextQuery query, String text) {
      return view.highlight(query, text);
    }
  }

  private record Vector(VectorView view) implements VectorLeg {
    @Override
    public OrdinalBitmap members() {
      return view.members();
    }

    @Override
    public GraphStatistics graph() {
      return view.graph();
    }

    @Override
    public int dimension() {
      return view.dimension();
    }

    @Override
    public RankedOrdinals searchExact(float[] query, VectorScope scope, int k) {
      return view.searchExact(query, scope, k);
    }

    @Override
    public RankedOrdinals searchGraph(
        float[] query, VectorScope scope, int k, SearchEffort effort) {
      return view.searchGraph(query, scope, k, effort);
    }

    @Override
    public float[] scores(float[] query, int[] ordinals) {
      return view.scores(query, ordinals);
    }
  }

  private record Time(TimeView view) implements TimeLeg {
    @Override
    public long time(int ordinal) {
      return view.time(ordinal);
    }

    @Override
    public long count(int namespace, long from, long to) {
      return view.count(namespace, from, to);
    }

    @Override
    public OrdinalBitmap range(int namespace, long from, long to) {
      return view.range(namespace, from, to);
    }

    @Override
    public void newestFirst(int namespace, long from, long to, IntPredicate visitor) {
      view.newestFirst(namespace, from, to, visitor);
    }
  }
}
