package dev.mneme.index.text;

import dev.mneme.core.check.Require;
import dev.mneme.core.storage.MappedReads;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.View;
import dev.mneme.index.text.analysis.TextAnalysis;
import dev.mneme.index.text.lucene.Generation;
import dev.mneme.index.text.lucene.LiveStatistics;
import dev.mneme.index.text.lucene.LuceneIndex;
import dev.mneme.index.text.lucene.Readers;
import dev.mneme.index.text.lucene.StandIn;
import dev.mneme.index.text.lucene.TextSource;
import dev.mneme.index.text.query.ParsedQuery;
import dev.mneme.index.text.query.SyntaxParser;
import dev.mneme.index.text.query.TextQuery;
import dev.mneme.index.text.query.WordsQuery;
import dev.mneme.memory.Language;
import dev.mneme.report.ViewStatistics;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;

/**
 * The inverted index over memory texts, on Lucene. Stores no text. See {@link View} for the life
 * cycle and the threads.
 *
 * <p>Ranks by BM25 (Robertson and others, 1994; k1 = 1.2, b = 0.75) with the statistics of the live
 * memories of the searcher's snapshot. A search that finds the reader behind its snapshot refreshes
 * it once; nothing refreshes otherwise. Searches take no lock.
 */
public final class TextView implements View {
  private final TextAnalysis analysis;
  private final LuceneIndex index;
  private final Readers readers;
  private final StandIn standIn;
  private boolean closed;

  private TextView(TextAnalysis analysis, LuceneIndex index, Readers readers, StandIn standIn) {
    this.analysis = analysis;
    this.index = index;
    this.readers = readers;
    this.standIn = standIn;
  }

  /**
   * Opens what the directory holds, or starts empty where it holds nothing usable (and wipes it):
   * nothing, damaged files, an index of another format or language.
   *
   * @param source of which an index in memory is made where files turn out to be damaged later
   * @throws dev.mneme.error.StorageException if the directory cannot be read or written
   */
  public static TextView open(
      Storage storage, Path directory, Language language, TextSource source) {
    TextAnalysis analysis = TextAnalysis.of(language);
    LuceneIndex index = LuceneIndex.open(storage, directory, language, analysis.analyzer());
    try {
      var standIn = new StandIn(directory, language, analysis.analyzer(), source);
      return new TextView(analysis, index, new Readers(index), standIn);
    } catch (IOException e) {
      index.close();
      throw index.failure("cannot open the text index", e);
    }
  }

  /**
   * Natural language: any of the words, ranked by how rare they are and how often query and memory
   * have them. Never throws, whatever punctuation it holds; may have no terms. Of more than 1,024
   * distinct terms the rarest are searched.
   */
  public TextQuery parse(String text) {
    return WordsQuery.parse(analysis, text);
  }

  /**
   * The opt-in Lucene syntax: {@code word}, {@code "a phrase"~2}, {@code fuzzy~1}, {@code prefix*},
   * {@code wild?card}, {@code AND OR NOT + -}, groups, {@code boost^2}; at most 1,024 terms, of
   * which a fuzzy one counts as its 50 expansions, no leading wildcard, no ranges, no regular
   * expressions.
   *
   * @throws InvalidRequestException with the column, if the text does not follow the syntax
   */
  public TextQuery parseSyntax(String text) {
    return SyntaxParser.parse(analysis, text);
  }

  /**
   * How many live memories the query matches, from document frequencies; exactly none where no term
   * is in the dictionary. The allowed set of the scope plays no part.
   */
  public Cardinality matches(TextQuery query, TextScope scope) {
    if (scope.live().isEmpty()) {
      return Cardinality.exact(0);
    }
    return with(
        scope,
        statistics ->
            statistics.documents() == 0 ? Cardinality.exact(0) : own(query).matches(statistics));
  }

  /**
   * The best {@code k} by BM25 among the ordinals allowed by the scope. The score of a memory is a
   * pure function of the query and of the texts of the live memories of the scope's snapshot: dead
   * versions do not count, so that a rebuilt index ranks the same. After the scope's deadline it
   * gives what it has found so far.
   *
   * @param k at least 1; memory grows with what is found, up to {@code k}
   */
  public RankedOrdinals search(TextQuery query, TextScope scope, TextWay way, int k) {
    Require.that(k >= 1, "a text search for the best %d", k);
    if (scope.live().isEmpty() || scope.allowed().filter(OrdinalBitmap::isEmpty).isPresent()) {
      return RankedOrdinals.empty();
    }
    return with(
        scope,
        statistics -> {
          if (statistics.documents() == 0) {
            return RankedOrdinals.empty();
          }
          return new TextSearch(statistics, scope, k).run(own(query), way);
        });
  }

  /**
   * Where words of the query stand in the text, as character ranges, ascending, not overlapping.
   */
  public List<TextSpan> highlight(TextQuery query, String text) {
    return Highlighter.spans(analysis, own(query), text);
  }

  private static ParsedQuery own(TextQuery query) {
    if (query instanceof ParsedQuery parsed) {
      return parsed;
    }
    throw new IllegalArgumentException("not a query that this view made: " + query);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(LiveStatistics statistics) throws IOException;
  }

  /** On the index, or on the one in memory once a part of the files is found to be gone. */
  private <T> T with(TextScope scope, Reading<T> reading) {
    try {
      if (!standIn.isNeeded()) {
        try {
          return settled(readers.acquire(scope.sequence()), scope, reading);
        } catch (InternalError | IOException | StorageException e) {
          requireDamage(e);
        }
      }
      return settled(standIn.acquire(scope.sequence()), scope, reading);
    } catch (IOException e) {
      throw index.failure("cannot read the text index", e);
    }
  }

  /** Lets the index in memory take over if it is the files that are damaged; else throws. */
  private void requireDamage(Throwable e) throws IOException {
    var cause = e instanceof StorageException ? e.getCause() : e;
    if (cause != null && isDamage(cause)) {
      standIn.need(cause);
      return;
    }
    switch (e) {
      case StorageException failure -> throw failure;
      case IOException failure -> throw failure;
      default -> throw new IllegalStateException(e);
    }
  }

  /** An {@link InternalError} is a page of a file that is gone, see {@link MappedReads}. */
  private static boolean isDamage(Throwable e) {
    return e instanceof InternalError
        || e instanceof CorruptIndexException
        || e instanceof EOFException;
  }

  private static <T> T settled(Generation generation, TextScope scope, Reading<T> reading)
      throws IOException {
    try {
      return reading.read(generation.statistics(scope.live()));
    } finally {
      generation.release();
      MappedReads.settle(); // what went wrong may come of what was not there
    }
  }

  @Override
  public String name() {
    return "text";
  }

  @Override
  public LogPoint recovered() {
    return index.recovered().point();
  }

  @Override
  public void apply(CommitBatch batch) {
    unlessDamaged(() -> index.add(batch));
  }

  @Override
  public void reclaim(OrdinalBitmap dead) {
    if (!dead.isEmpty()) {
      unlessDamaged(() -> index.delete(dead));
    }
  }

  @Override
  public void checkpoint(LogPoint point) {
    unlessDamaged(() -> index.commit(point));
  }

  /** The files are replaced when the view is opened again, and need not take any more. */
  private void unlessDamaged(Runnable change) {
    try {
      change.run();
    } catch (StorageException e) {
      var cause = e.getCause();
      if (cause != null && isDamage(cause)) { // a merge may meet it first
        standIn.need(cause);
      }
      if (!standIn.isNeeded()) {
        throw e;
      }
    }
  }

  @Override
  public OrdinalBitmap ordinals() {
    Generation generation = readers.acquire(Long.MAX_VALUE);
    try {
      try {
        return generation.ordinals();
      } finally {
        generation.release();
        MappedReads.settle();
      }
    } catch (IOException | InternalError e) {
      throw index.failure("cannot read the text index", e);
    }
  }

  @Override
  public ViewStatistics statistics() {
    return new ViewStatistics(
        name(),
        index.documents().orElseGet(readers::documents),
        index.heapBytes(),
        index.diskBytes());
  }

  @Override
  public Optional<Throwable> failure() {
    var tragedy = index.tragedy();
    tragedy.filter(TextView::isDamage).ifPresent(standIn::need);
    return tragedy.filter(_ -> !standIn.isNeeded());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      standIn.close();
      readers.close();
      index.close();
    }
  }
}
