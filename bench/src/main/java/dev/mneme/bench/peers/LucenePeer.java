package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Item;
import dev.mneme.bench.data.Range;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene alone: BM25, HNSW (M = 16, beam 100) and its own reciprocal rank fusion, one segment after
 * loading. k of the vector query is ef: Lucene has no other knob.
 */
public final class LucenePeer
    implements Peer.Filtering, Peer.Hybrid, Peer.Updating, Peer.Persistent {
  private static final String ID = "id";
  private static final String ORDINAL = "ordinal";
  private static final String TEXT = "text";
  private static final String VECTOR = "vector";
  private static final int LEG_DEPTH = 100;
  private static final int RANK_CONSTANT = 10;
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

  /** How the vectors are kept for the traversal. */
  enum Codes {
    FLOAT,
    SCALAR_QUANTIZED;

    KnnVectorsFormat format() {
      return switch (this) {
        case FLOAT -> new Lucene99HnswVectorsFormat(16, 100, THREADS, null);
        case SCALAR_QUANTIZED ->
            new Lucene104HnswScalarQuantizedVectorsFormat(
                ScalarEncoding.UNSIGNED_BYTE, 16, 100, THREADS, null);
      };
    }
  }

  private final Path path;
  private final Codes codes;
  private final Analyzer analyzer = new EnglishAnalyzer();
  private Directory directory;
  private IndexWriter writer;
  private SearcherManager searchers;

  LucenePeer(Path path, Codes codes) throws IOException {
    this.path = path;
    this.codes = codes;
    Storage.system().deleteTree(path);
    this.directory = new MMapDirectory(path);
    this.writer = new IndexWriter(directory, config());
    this.searchers = new SearcherManager(writer, new SearcherFactory());
  }

  private IndexWriterConfig config() {
    var format = codes.format();
    return new IndexWriterConfig(analyzer)
        .setRAMBufferSizeMB(1_024)
        .setCodec(
            new Lucene104Codec() {
              @Override
              public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
              }
            });
  }

  @Override
  public String settings() {
    return "one segment, M 16, beam 100, "
        + switch (codes) {
          case FLOAT -> "float";
          case SCALAR_QUANTIZED -> "8 bits, found ones rescored by float";
        }
        + ", MMapDirectory, all processors index and merge; hybrid: legs of 100, TopDocs.rrf k ="
        + " 10, stored texts";
  }

  @Override
  public void load(Corpus corpus) throws IOException, InterruptedException {
    var next = new AtomicInteger();
    var adding = new ArrayList<Callable<Boolean>>();
    for (int t = 0; t < THREADS; t++) {
      adding.add(
          () -> {
            for (int i = next.getAndIncrement(); i < corpus.size(); i = next.getAndIncrement()) {
              writer.addDocument(document(corpus.item(i)));
            }
            return true;
          });
    }
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      for (var done : pool.invokeAll(adding)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    writer.forceMerge(1);
    writer.commit();
    searchers.maybeRefreshBlocking();
  }

  private static Document document(Item item) {
    var document = new Document();
    document.add(new StringField(ID, item.id(), Field.Store.YES));
    document.add(new TextField(TEXT, item.text(), Field.Store.YES));
    document.add(
        new KnnFloatVectorField(VECTOR, item.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new NumericDocValuesField(ORDINAL, item.ordinal()));
    document.add(new IntField(Range.RANDOM, item.random(), Field.Store.NO));
    document.add(new IntField(Range.NEAR, item.near(), Field.Store.NO));
    return document;
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) throws IOException {
    return ordinals(rescored(new KnnFloatVectorQuery(VECTOR, query, Math.max(k, ef))), k);
  }

  @Override
  public int[] nearest(float[] query, int k, int ef, Range range) throws IOException {
    var filter = IntField.newRangeQuery(range.attribute(), range.from(), range.to() - 1);
    return ordinals(rescored(new KnnFloatVectorQuery(VECTOR, query, Math.max(k, ef), filter)), k);
  }

  /** Scores of codes are rough: what they found is ranked again by the exact vectors. */
  private Query rescored(KnnFloatVectorQuery query) {
    return switch (codes) {
      case FLOAT -> query;
      case SCALAR_QUANTIZED ->
          RescoreTopNQuery.createFullPrecisionRescorerQuery(
              query, query.getTargetCopy(), VECTOR, query.getK());
    };
  }

  /** From a column: stored fields would have to be decompressed. */
  private static int ordinal(IndexSearcher searcher, int document) throws IOException {
    var leaves = searcher.getIndexReader().leaves();
    var leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    var column = DocValues.getNumeric(leaf.reader(), ORDINAL);
    if (!column.advanceExact(document - leaf.docBase)) {
      throw new IOException("document " + document + " has no ordinal");
    }
    return (int) column.longValue();
  }

  private int[] ordinals(Query query, int k) throws IOException {
    var searcher = searchers.acquire();
    try {
      var hits = searcher.search(query, k).scoreDocs;
      var ordinals = new int[hits.length];
      for (int i = 0; i < hits.length; i++) {
        ordinals[i] = ordinal(searcher, hits[i].doc);
      }
      return ordinals;
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public List<Found> hybrid(String text, float[] query, int k) throws IOException {
    var searcher = searchers.acquire();
    try {
      var words = searcher.search(wordsQuery(text), LEG_DEPTH);
      var vectors =
          searcher.search(rescored(new KnnFloatVectorQuery(VECTOR, query, LEG_DEPTH)), LEG_DEPTH);
      return fetch(
          searcher, TopDocs.rrf(k, RANK_CONSTANT, new TopDocs[] {words, vectors}).scoreDocs);
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public List<Found> words(String text, int k) throws IOException {
    var searcher = searchers.acquire();
    try {
      return fetch(searcher, searcher.search(wordsQuery(text), k).scoreDocs);
    } finally {
      searchers.release(searcher);
    }
  }

  private Query wordsQuery(String text) {
    var query = new QueryBuilder(analyzer).createBooleanQuery(TEXT, text);
    return query == null ? new MatchNoDocsQuery() : query;
  }

  private static List<Found> fetch(IndexSearcher searcher, ScoreDoc[] hits) throws IOException {
    var fields = searcher.storedFields();
    var found = new ArrayList<Found>(hits.length);
    for (var hit : hits) {
      var document = fields.document(hit.doc);
      found.add(new Found(Corpus.ordinal(document.get(ID)), document.get(TEXT)));
    }
    return found;
  }

  @Override
  public void add(Item item) throws IOException {
    writer.addDocument(document(item));
    searchers.maybeRefreshBlocking();
  }

  @Override
  public void addDurably(Item item) throws IOException {
    writer.addDocument(document(item));
    writer.commit();
    searchers.maybeRefreshBlocking();
  }

  @Override
  public void addAll(List<Item> items) throws IOException {
    for (var item : items) {
      writer.addDocument(document(item));
    }
    searchers.maybeRefreshBlocking();
  }

  @Override
  public Optional<String> get(String id) throws IOException {
    var searcher = searchers.acquire();
    try {
      var hits = searcher.search(new TermQuery(new Term(ID, id)), 1).scoreDocs;
      return fetch(searcher, hits).stream().map(Found::text).findFirst();
    } finally {
      searchers.release(searcher);
    }
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public void reopen() throws IOException {
    shut();
    directory = new MMapDirectory(path);
    writer = new IndexWriter(directory, config());
    searchers = new SearcherManager(writer, new SearcherFactory());
  }

  private void shut() throws IOException {
    searchers.close();
    writer.close();
    directory.close();
  }

  @Override
  public long diskBytes() throws IOException {
    return Disk.bytes(path);
  }

  @Override
  public void close() throws IOException {
    shut();
    Storage.system().deleteTree(path);
  }
}
