package dev.mneme.search.execute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.store.Snapshot;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.query.TextQuery;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.memory.Embedding;
import dev.mneme.memory.Similarity;
import dev.mneme.request.Explanation;
import dev.mneme.request.Explanation.Timing;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import dev.mneme.search.plan.Facts;
import dev.mneme.search.plan.LegRequest;
import dev.mneme.search.plan.Planner;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One search, from candidates to hits. Used once, by one thread. */
final class SearchRun {
  private static final double MICRO = 1e3;

  /**
   * What is left of the vector leg's weight where it tells no memory from another, but other legs
   * do: its hits fill up the list behind theirs, and move none of theirs, not even the last, which
   * relative scores leave next to nothing. DECISIONS.md, 46.
   */
  private static final double FILL = 1e-30;

  /** The ordinal of a namespace to which nothing was ever added. */
  private static final int UNKNOWN_NAMESPACE = -2;

  private final SearchSource source;
  private final Planner planner;
  private final LegExecutor legExecutor;
  private final PreparedSearch prepared;
  private final SearchRequest request;
  private final Snapshot snapshot;
  private final Deadline deadline;

  SearchRun(
      SearchSource source,
      Planner planner,
      LegExecutor legExecutor,
      PreparedSearch prepared,
      Snapshot snapshot) {
    this.source = source;
    this.planner = planner;
    this.legExecutor = legExecutor;
    this.prepared = prepared;
    this.request = prepared.request();
    this.snapshot = snapshot;
    this.deadline = Deadline.of(prepared.startNanos(), request.timeout());
  }

  SearchResult run(Similarity similarity, long nowMillis) {
    long began = System.nanoTime();
    var weights = LegRequest.weights(request);
    boolean alike = request.embedding().filter(it -> scoresAlike(it, similarity)).isPresent();
    if (alike && weights.size() > 1) {
      weights.computeIfPresent(Leg.VECTOR, (_, weight) -> weight * FILL);
    }
    int namespace = namespace();
    var range = TimeRange.of(request.from(), request.to());
    var candidates = candidates(namespace, range);
    var query = query(candidates.allowed(), namespace, range, weights, alike);
    var facts = facts(query, weights, alike);

    var memories = new FetchedMemories(source);
    boolean asksNothing = request.text().isEmpty() && request.embedding().isEmpty();
    var relevance = new Relevance(similarity, source, query, asksNothing);
    var ranker = new Ranker(request, relevance, memories, nowMillis);
    var search =
        new Deepening(
            planner,
            legExecutor,
            request,
            new Deepening.Inputs(weights, query, facts),
            ranker,
            relevance);
    long planned = System.nanoTime();
    var ranking = search.run();
    boolean partial = deadline.passed();
    long ranked = System.nanoTime();
    var hits =
        new HitMaker(request, source, query, memories, relevance).page(ranking, search.legs());
    long fetched = System.nanoTime();

    var timing =
        new Timing(
            (planned - began) / MICRO,
            search.legNanos() / MICRO,
            (ranked - planned - search.legNanos()) / MICRO,
            (fetched - ranked) / MICRO);
    var explanation =
        request.explain()
            ? Optional.of(
                Explainer.explain(candidates, search.ranParallel(), search.legs(), timing))
            : Optional.<Explanation>empty();
    var took = Duration.ofNanos(System.nanoTime() - prepared.startNanos());
    return new SearchResult(hits, partial, snapshot.sequence(), took, explanation);
  }

  /** Whether the query tells no vector from another: it is zero, and distance does not count. */
  private static boolean scoresAlike(Embedding query, Similarity similarity) {
    return similarity != Similarity.EUCLIDEAN && query.isZero();
  }

  private int namespace() {
    return prepared
        .namespace()
        .map(name -> source.namespaceOrdinal(name).orElse(UNKNOWN_NAMESPACE))
        .orElse(TimeView.ALL_NAMESPACES);
  }

  private CandidateSet candidates(int namespace, TimeRange range) {
    if (namespace == UNKNOWN_NAMESPACE || request.limit() == 0) {
      return CandidateSet.of(OrdinalBitmap.empty());
    }
    var visible =
        namespace == TimeView.ALL_NAMESPACES
            ? snapshot.visibleEverywhere()
            : snapshot.visible(namespace);
    return new CandidateFinder(source, planner).find(visible, namespace, request.filter(), range);
  }

  private Query query(
      OrdinalBitmap allowed,
      int namespace,
      TimeRange range,
      Map<Leg, Double> weights,
      boolean alike) {
    var live = snapshot.live();
    boolean wantsText =
        weights.containsKey(Leg.TEXT) || request.highlight() || request.snippetLength().isPresent();
    Optional<TextQuery> text =
        wantsText
            ? request.text().map(words -> source.text().parse(words, request.textSyntax()))
            : Optional.empty();
    Optional<float[]> vector = request.embedding().map(embedding -> embedding.array());
    boolean byWords = alike && weights.containsKey(Leg.TEXT);
    // a subset as large as the whole is the whole
    var restriction =
        allowed.cardinality() == live.cardinality()
            ? Optional.<OrdinalBitmap>empty()
            : Optional.of(allowed);
    var ties = source.tieOrder();
    return new Query(
        text,
        vector,
        byWords ? Optional.empty() : vector,
        new TextScope(snapshot.sequence(), live, restriction, deadline.nanos(), ties),
        new VectorScope(allowed, deadline.nanos(), ties),
        effort(request),
        namespace,
        range,
        deadline);
  }

  private Facts facts(Query query, Map<Leg, Double> weights, boolean alike) {
    var allowed = query.allowed();
    int live = query.textScope().live().cardinality();
    if (allowed.isEmpty()) {
      return new Facts(0, live, Optional.empty(), Optional.empty(), Optional.empty());
    }
    return new Facts(
        allowed.cardinality(),
        live,
        query
            .text()
            .filter(text -> weights.containsKey(Leg.TEXT))
            .map(text -> textFacts(text, query)),
        request
            .embedding()
            .filter(vector -> weights.containsKey(Leg.VECTOR))
            .map(vector -> vectorFacts(query, vector.dimension(), alike)),
        weights.containsKey(Leg.TIME) ? Optional.of(timeFacts(query)) : Optional.empty());
  }

  private Facts.TextFacts textFacts(TextQuery text, Query query) {
    return new Facts.TextFacts(source.text().matches(text, query.textScope()), text.terms().size());
  }

  private Facts.VectorFacts vectorFacts(Query query, int dimension, boolean alike) {
    int rankable = query.allowed().andCardinality(source.vector().members());
    return new Facts.VectorFacts(rankable, source.vector().graph(), dimension, alike);
  }

  private Facts.TimeFacts timeFacts(Query query) {
    return new Facts.TimeFacts(
        source.time().count(query.namespace(), query.range().from(), query.range().to()));
  }

  /**
   * How hard a graph search is to try for one page. It does not depend on which page that is: all
   * of them have to begin by the same search.
   */
  private static SearchEffort effort(SearchRequest request) {
    return request
        .ef()
        .map(SearchEffort::ofEf)
        .orElseGet(() -> SearchEffort.ofRecall(request.recall(), Math.max(1, request.limit())));
  }
}
