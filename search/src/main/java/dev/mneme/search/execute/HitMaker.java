package dev.mneme.search.execute;

import dev.mneme.index.text.TextSpan;
import dev.mneme.search.fuse.Candidates;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the slots of one page into hits: the only place that reads memories for output. Not
 * thread-safe.
 */
final class HitMaker {
  private final SearchRequest request;
  private final SearchSource source;
  private final Query query;
  private final FetchedMemories memories;
  private final Relevance relevance;

  HitMaker(
      SearchRequest request,
      SearchSource source,
      Query query,
      FetchedMemories memories,
      Relevance relevance) {
    this.request = request;
    this.source = source;
    this.query = query;
    this.memories = memories;
    this.relevance = relevance;
  }

  List<Hit> page(Ranking ranking, List<LegState> legs) {
    int from = Math.min(request.offset(), ranking.size());
    int to = Math.min(from + request.limit(), ranking.size());
    int[] slots = Arrays.copyOfRange(ranking.slots(), from, to);
    double[] relevances = relevance.of(ranking.candidates(), legs, slots);
    var hits = new ArrayList<Hit>(slots.length);
    for (int i = 0; i < slots.length; i++) {
      hits.add(
          hit(ranking.candidates(), slots[i], ranking.scores()[from + i], relevances[i], legs));
    }
    return hits;
  }

  private Hit hit(
      Candidates candidates, int slot, double score, double relevance, List<LegState> legs) {
    var put = memories.get(candidates.ordinal(slot));
    return new Hit(
        put.namespace(),
        put.memory(),
        new Hit.Ranking(score, relevance, legScores(candidates, slot, legs)),
        passages(put.memory().text()));
  }

  private Hit.Passages passages(String text) {
    if ((!request.highlight() && request.snippetLength().isEmpty()) || text.isEmpty()) {
      return Hit.Passages.NONE;
    }
    List<TextSpan> spans =
        query.text().isPresent() ? source.text().highlight(query.text().get(), text) : List.of();
    return new Hit.Passages(
        request.highlight() ? ranges(spans) : List.of(),
        request.snippetLength().map(length -> Snippets.best(text, spans, length)));
  }

  private Map<Leg, Hit.LegScore> legScores(Candidates candidates, int slot, List<LegState> legs) {
    var scores = new EnumMap<Leg, Hit.LegScore>(Leg.class);
    for (int i = 0; i < legs.size(); i++) {
      int rank = candidates.rank(slot, i);
      if (rank > 0) {
        var leg = legs.get(i).leg();
        double raw =
            leg == Leg.TIME
                ? memories.time(candidates.ordinal(slot))
                : candidates.rawScore(slot, i);
        scores.put(leg, new Hit.LegScore(rank, raw));
      }
    }
    return Collections.unmodifiableMap(scores);
  }

  private static List<Hit.Range> ranges(List<TextSpan> spans) {
    return spans.stream().map(span -> new Hit.Range(span.start(), span.end())).toList();
  }
}
