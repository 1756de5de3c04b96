package dev.mneme.search.execute;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.filter.Filter;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.store.Snapshot;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.TextSpan;
import dev.mneme.index.text.TextWay;
import dev.mneme.index.text.query.TextQuery;
import dev.mneme.index.vector.GraphStatistics;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.memory.MemoryKey;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * What a search needs of the store, and nothing else: the seam between the executor and the views,
 * with one adapter ({@link StoreSource}). The contracts are those of the views' methods of the same
 * names. Thread-safe.
 */
interface SearchSource {

  Snapshot snapshot();

  OptionalInt namespaceOrdinal(String namespace);

  LogRecord.Put fetch(int ordinal);

  MemoryKey key(int ordinal);

  OrdinalBitmap evaluate(Filter filter, OrdinalBitmap universe);

  /** The order of ties as the legs ask for it: nothing is kept, any thread. */
  default TieOrder tieOrder() {
    return new Ties(this);
  }

  TextLeg text();

  VectorLeg vector();

  TimeLeg time();

  /** Reads time and key where they are asked for. */
  record Ties(SearchSource source) implements TieOrder {
    @Override
    public long time(int ordinal) {
      return source.time().time(ordinal);
    }

    @Override
    public MemoryKey key(int ordinal) {
      return source.key(ordinal);
    }
  }

  /** See {@link dev.mneme.index.text.TextView}. */
  interface TextLeg {
    TextQuery parse(String text, boolean syntax);

    Cardinality matches(TextQuery query, TextScope scope);

    RankedOrdinals search(TextQuery query, TextScope scope, TextWay way, int k);

    List<TextSpan> highlight(TextQuery query, String text);
  }

  /** See {@link dev.mneme.index.vector.VectorView}. */
  interface VectorLeg {
    OrdinalBitmap members();

    GraphStatistics graph();

    int dimension();

    RankedOrdinals searchExact(float[] query, VectorScope scope, int k);

    RankedOrdinals searchGraph(float[] query, VectorScope scope, int k, SearchEffort effort);

    float[] scores(float[] query, int[] ordinals);
  }

  /** See {@link dev.mneme.index.time.TimeView}. */
  interface TimeLeg {
    long time(int ordinal);

    long count(int namespace, long from, long to);

    OrdinalBitmap range(int namespace, long from, long to);

    void newestFirst(int namespace, long from, long to, IntPredicate visitor);
  }
}
